/**
 * What customers write carries a mark: whose it is and the how manieth. The stand-in for the model quotes what it
 * answers, so that each answer shows what it is an answer to, and a mark in a wrong place shows a leak.
 */
export interface Mark {
  customer: string;
  number: number;
}

export const marked = (customer: string, number: number, words = 'a question'): string =>
  `k${customer}#${number} ${words}`;

const MARK = /k(\d{5,20})#(\d+)/g;

export const marksIn = (text: string | null): Mark[] =>
  [...(text ?? '').matchAll(MARK)].map(([, customer = '', number]) => ({ customer, number: Number(number) }));

export const nameOf = ({ customer, number }: Mark): string => `k${customer}#${number}`;

const MAIL = /[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu;
/** Digits with what stands between them in such numbers. */
const DIGITS = /\+?\(?\d(?:[ ()./-]{0,3}\d){6,}/g;
const DATES = /\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b/g;
/** Fewer digits may count or name anything else; behind a plus they are a telephone's. */
const LEAST_DIGITS = 9;
/** By which the end of a number is compared. */
const TELLING_DIGITS = 8;

/** Every telephone, account and card number and every e-mail address in a folded text, as it is written. */
export function contactsIn(text: string): string[] {
  return [...(text.match(MAIL) ?? []), ...numbersIn(text.replaceAll(DATES, ' '))];
}

const numbersIn = (text: string): string[] =>
  (text.match(DIGITS) ?? []).filter((number) => number.startsWith('+') || digitsOf(number).length >= LEAST_DIGITS);

/** Whether a source names it too; a number may be written there in any way, and beside another. */
export function isContactIn(contact: string, source: string): boolean {
  if (contact.includes('@')) return source.includes(contact);
  const end = digitsOf(contact).slice(-TELLING_DIGITS);
  return (source.match(DIGITS) ?? []).some((number) => digitsOf(number).includes(end));
}

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

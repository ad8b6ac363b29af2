import type { Passage } from '../knowledge/passage.repository.js';

/** Passages as the model reads them: fenced as data, numbered from `first` on. */
export const showPassages = (passages: readonly Passage[], first = 1): string =>
  ['<passages>', ...passages.map((passage, at) => showPassage(passage, first + at)), '</passages>'].join('\n');

const showPassage = ({ document, headings, text }: Passage, number: number): string => {
  const from = inert(`${document}: ${headings.join(' › ')}`).replaceAll(/["<>]/g, "'");
  return `<passage number="${number}" from="${from}">\n${inert(text)}\n</passage>`;
};

/** What a tool of the business answered, fenced as data. */
export const showResult = (tool: string, text: string): string => `<result tool="${tool}">\n${inert(text)}\n</result>`;

/** Words of others in which no tag of ours can be forged. */
export const inert = (text: string): string =>
  text
    .replaceAll(/<(\/?(?:note|passages?|result)\b[^<>]*)>/gi, '‹$1›')
    .replaceAll(/<(?=\/?(?:note|passages?|result)\b)/gi, '‹');

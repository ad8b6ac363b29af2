import { withoutHidden } from '../../infra/hidden-characters.js';
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

/** What was noted of a customer, fenced as data. */
export const showFacts = (facts: readonly string[]): string =>
  ['<facts>', ...facts.map((fact) => `- ${inert(fact)}`), '</facts>'].join('\n');

/**
 * Words of others, without characters that nobody sees, and in which neither a tag of ours nor a colleague's word can be
 * forged. The transcript keeps them as they came.
 */
export const inert = (text: string): string =>
  withoutHidden(text)
    .replaceAll(/[<＜﹤](\s*\/?\s*(?:note|passages?|result|facts)\b[^<>]*)[>＞﹥]/gi, '‹$1›')
    .replaceAll(/[<＜﹤](?=\s*\/?\s*(?:note|passages?|result|facts)\b)/gi, '‹')
    .replaceAll(/\((?=\s*written by a colleague)/gi, '‹');

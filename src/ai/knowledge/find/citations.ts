import type { Passage } from '../passage.repository.js';

/** A passage that an answer was written from, as operators see it. */
export interface Source {
  document: string;
  heading: string;
  /** Its id in the index, which a later sync of the document changes. */
  chunk: number;
  /** Whether the answer names it; the others were at hand. */
  cited: boolean;
}

/** "[2]", "[1, 3]", "[passage 2]"; a link's text in brackets is none. */
const MARK = /[^\S\n]*[[【](?:(?:passages?|sources?)\s*)?(\d{1,2}(?:\s*[,;&]\s*\d{1,2})*)[\]】](?!\()/giu;

/** The answer as the customer reads it, without the numbers of passages in it, and those numbers. */
export function readCitations(answer: string): { text: string; numbers: Set<number> } {
  const numbers = new Set<number>();
  const text = answer.replaceAll(MARK, (_, list: string) => {
    for (const number of list.match(/\d+/g) ?? []) numbers.add(Number(number));
    return '';
  });
  return { text: text.trim(), numbers };
}

/** What an answer rests on: the passages it was written from, or none when it names none of them. */
export const sourcesOf = (numbers: ReadonlySet<number>, passages: readonly Passage[]): Source[] =>
  passages.some((_, at) => numbers.has(at + 1))
    ? passages.map(({ id, document, headings }, at) => ({
        document,
        heading: headings.join(' › '),
        chunk: id,
        cited: numbers.has(at + 1),
      }))
    : [];

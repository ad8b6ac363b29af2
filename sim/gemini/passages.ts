/** A piece of the business's documents that a request shows the model. */
export interface ShownPassage {
  number: number;
  text: string;
}

const FENCE = /<(passages|result|facts)\b[^>]*>[\s\S]*?<\/\1>/gi;
const PASSAGE = /<passage number="(\d+)"[^>]*>\n?([\s\S]*?)\n?<\/passage>/gi;

/** Without passages, results of tools and facts. */
export const withoutPassages = (text: string): string => text.replace(FENCE, '');

export const passagesIn = (text: string): ShownPassage[] =>
  (text.match(FENCE) ?? []).flatMap((fence) =>
    [...fence.matchAll(PASSAGE)].map(([, number, inner = '']) => ({ number: Number(number), text: inner })),
  );

/** Characters of a passage that an answer repeats. */
const SAID_LIMIT = 400;
/** Lines of a table that an answer repeats. */
const LINES_LIMIT = 3;

/**
 * What the passages say about a question, with the number of the one it is taken from: the first that shares a word with
 * it, else (another language) the first of all; of a long one the lines that share most. Null where there is none.
 */
export function answerFrom(question: string, passages: readonly ShownPassage[]): string | null {
  const asked = wordsOf(question);
  const passage = passages.find(({ text }) => shared(text, asked) > 0) ?? passages[0];
  if (passage === undefined) return null;
  const lines = passage.text.split('\n');
  const most = Math.max(...lines.map((line) => shared(line, asked)));
  const fitting = lines.length > LINES_LIMIT ? lines.filter((line) => shared(line, asked) === most) : lines;
  const said = fitting.slice(0, LINES_LIMIT).join(' ');
  return `${said.length <= SAID_LIMIT ? said : `${said.slice(0, SAID_LIMIT).replace(/\s\S*$/, '')} …`} [${passage.number}]`;
}

/** Words of four letters and more are compared by their beginnings: "deliver", "delivery", "delivered". */
const BEGINNING = 5;

const wordsOf = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []).map((word) => word.slice(0, BEGINNING)));

const shared = (text: string, asked: ReadonlySet<string>): number =>
  [...wordsOf(text)].filter((word) => asked.has(word)).length;

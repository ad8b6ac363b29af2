import type { Block } from '../read/block.js';

/** A piece of a document that is found and shown as one. */
export interface Chunk {
  headings: string[];
  text: string;
}

/** Longest text of a chunk, in characters: some 200 words, which is an answer with what belongs to it. */
export const CHUNK_LIMIT = 900;
/** Where a paragraph is cut, the next chunk begins with at most this much of what came before. */
const OVERLAP = 150;

/**
 * Cuts a document into chunks. A chunk never crosses a heading. Paragraphs stand together as far as they fit; one
 * that does not fit is cut between sentences, and the end of a chunk is said again at the beginning of the next. A
 * table that fits stays whole, because its rows explain each other; a longer one is cut into its rows.
 */
export function chunksOf(blocks: readonly Block[]): Chunk[] {
  return sectionsOf(blocks).flatMap(({ headings, table, texts }) =>
    (table === undefined ? packed(texts) : rowsOf(texts)).map((text) => ({ headings, text })),
  );
}

interface Section {
  headings: string[];
  table: number | undefined;
  texts: string[];
}

function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  for (const { headings, text, table } of blocks) {
    const last = sections.at(-1);
    if (last !== undefined && last.table === table && isSame(last.headings, headings)) last.texts.push(text);
    else sections.push({ headings, table, texts: [text] });
  }
  return sections;
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((heading, at) => heading === b[at]);

const rowsOf = (rows: string[]): string[] => {
  const whole = rows.join('\n');
  return whole.length <= CHUNK_LIMIT ? [whole] : rows.flatMap((row) => packed([row]));
};

/** Puts paragraphs together, and cuts those that are too long. */
function packed(paragraphs: readonly string[]): string[] {
  const chunks: string[] = [];
  let open = '';
  for (const piece of paragraphs.flatMap(piecesOf)) {
    const joined = open === '' ? piece.text : `${open}${piece.begins ? '\n' : ' '}${piece.text}`;
    if (joined.length <= CHUNK_LIMIT) {
      open = joined;
      continue;
    }
    chunks.push(open);
    const before = piece.begins ? '' : endOf(open);
    const overlapped = before === '' ? piece.text : `${before} ${piece.text}`;
    open = overlapped.length <= CHUNK_LIMIT ? overlapped : piece.text;
  }
  return open === '' ? chunks : [...chunks, open];
}

interface Piece {
  text: string;
  /** Whether a paragraph or a line begins here. */
  begins: boolean;
}

/** A paragraph that fits is one piece; another its sentences, cut between words where even one does not fit. */
const piecesOf = (paragraph: string): Piece[] => {
  if (paragraph.length <= CHUNK_LIMIT) return [{ text: paragraph, begins: true }];
  return paragraph.split('\n').flatMap((line) =>
    line
      .split(/(?<=[.!?…]["»”’)]?)\s+|(?<=[。！？])/u)
      .flatMap(fitting)
      .map((text, at) => ({ text, begins: at === 0 })),
  );
};

const fitting = (sentence: string): string[] => {
  const parts: string[] = [];
  let rest = sentence;
  while (rest.length > CHUNK_LIMIT) {
    const space = rest.lastIndexOf(' ', CHUNK_LIMIT);
    const cut = space > CHUNK_LIMIT / 2 ? space : wellFormedCut(rest);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest];
};

const wellFormedCut = (text: string): number =>
  /[\uD800-\uDBFF]/.test(text[CHUNK_LIMIT - 1] ?? '') ? CHUNK_LIMIT - 1 : CHUNK_LIMIT;

/** The last sentences of a chunk, as far as they fit into the overlap; else its last words. */
const endOf = (chunk: string): string => {
  const end = chunk.slice(-OVERLAP);
  const sentence = end.search(/(?<=[.!?…]\s)\S/u);
  return end.slice(sentence === -1 ? end.indexOf(' ') + 1 : sentence);
};

import { languageOf } from '../../../infra/language/language.js';
import type { Chunk } from '../chunk/chunks.js';
import { titleOf } from '../read/title-of.js';
import { type Term, termsOf } from './terms.js';
import { wordsOf } from './words.js';

/** BM25: how soon more of the same word stops counting, and how much a long chunk is held back. */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.4;
/** Words of a usual chunk. A constant, so that what one document is found by does not depend on the others. */
const USUAL_LENGTH = 70;
/** A word in a heading counts like this many in the text. */
const HEADING_WEIGHT = 2;

/** A chunk with what it is found by. */
export interface IndexedChunk extends Chunk {
  language: string | null;
  impacts: Map<Term, number>;
}

/** Shortest text that is believed to be in another language than its document, in characters. */
const OWN_LANGUAGE_LENGTH = 250;

/**
 * What a chunk of the document at `path` is found by: each term with its part of the BM25 score that does not depend
 * on other documents. The other part, how rare the term is, is known when somebody asks.
 */
export async function indexed(path: string, chunk: Chunk, documentLanguage: string | null): Promise<IndexedChunk> {
  const own = chunk.text.length < OWN_LANGUAGE_LENGTH ? null : await languageOf(chunk.text);
  const language = own ?? documentLanguage;
  return { ...chunk, language, impacts: impactsOf(path, chunk, language) };
}

function impactsOf(path: string, { headings, text }: Chunk, language: string | null): Map<Term, number> {
  const frequencies = new Map<Term, number>();
  const count = (part: string, weight: number): void => {
    for (const term of termsOf(part, language)) frequencies.set(term, (frequencies.get(term) ?? 0) + weight);
  };
  count(text, 1);
  count(headings.join(' \n '), HEADING_WEIGHT);
  count(titleOf(path), 1);
  const { length } = wordsOf(text);
  const slowness = SATURATION * (1 - LENGTH_PENALTY + (LENGTH_PENALTY * length) / USUAL_LENGTH);
  for (const [term, frequency] of frequencies) {
    frequencies.set(term, (frequency * (SATURATION + 1)) / (frequency + slowness));
  }
  return frequencies;
}

import { fold } from '../../../infra/fold.js';
import { conceptsIn } from './concepts.js';
import { languageNamed } from './languages.js';
import { wordsOf } from './words.js';

/**
 * What a text is found by. A term is one of four things, told apart by its first character: a word without its ending
 * (`lieferung` → `liefer`), the beginning of a long word (`^liefe`, which also finds `liefern` and `Lieferkosten`), the
 * end of a long word (`$osten`, in languages that write words together), and what customers of every business ask for,
 * whatever their words (`~delivery`).
 */
export type Term = string;

/** Letters of a beginning or an end; shorter words have none. */
const PART_LENGTH = 5;

/** Every term of a text in this language, as often as it stands there; words without a meaning of their own have none. */
export function termsOf(text: string, language: string | null): Term[] {
  const words = wordsOf(text).map(cut);
  const stops = languageNamed(language)?.stops;
  const meaningful = words.filter((word) => stops?.has(fold(word)) !== true);
  return [...meaningful.flatMap((word) => termsOfWord(word, [language])), ...conceptsIn(words.map(fold))];
}

/** Longest word that is told apart; what is longer is no word. */
const WORD_LIMIT = 40;
const cut = (word: string): string => word.slice(0, WORD_LIMIT).toWellFormed();

/** The terms of one word, as texts in these languages would have it. */
export function termsOfWord(word: string, languages: readonly (string | null)[]): Term[] {
  const folded = fold(word);
  if (/\p{N}/u.test(word)) return [folded];
  const known = languages.map(languageNamed).filter((language) => language !== undefined);
  const terms = new Set<Term>(known.length === 0 ? [folded] : []);
  for (const { stem } of known) terms.add(fold(stem(word))).add(fold(stem(folded)));
  if (folded.length > PART_LENGTH) terms.add(`^${folded.slice(0, PART_LENGTH)}`);
  if (known.some(({ compounds }) => compounds) && folded.length >= PART_LENGTH)
    terms.add(`$${folded.slice(-PART_LENGTH)}`);
  return [...terms];
}

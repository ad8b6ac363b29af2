/** Letters and digits, with what may stand inside a word or a number: "e-bike", "l'envoi", "19,90", "AB-1200/3". */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[.,'’\-/_][\p{L}\p{M}\p{N}]+)*/gu;
const SEPARATOR = /[.,'’\-/_]/;
/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * The words of a text in small letters, in their order. A word with marks inside counts whole, without the marks, and
 * by its parts; a script without spaces counts by pairs of letters.
 */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().normalize('NFC').match(TOKEN) ?? []).flatMap(partsOf);
}

function partsOf(token: string): string[] {
  if (UNSPACED.test(token)) return pairsOf(token);
  const parts = token.split(SEPARATOR);
  const split = parts.flatMap((part) => part.match(/\p{N}+|[\p{L}\p{M}]+/gu) ?? []);
  const whole = isDecimal(token) ? token.replace(',', '.') : parts.join('');
  return split.length === 1 ? split : [whole, ...split.filter((part) => part.length > 1 || /\p{N}/u.test(part))];
}

const isDecimal = (token: string): boolean => /^\d+[.,]\d{1,2}$/.test(token);

const pairsOf = (token: string): string[] => {
  const letters = [...token];
  return letters.length === 1 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
};

import { randomInt } from 'node:crypto';

/** No vowels and no y: no language has eight such letters in a row by chance. */
const LETTERS = 'bcdfghjklmnpqrstvwxz';
const LENGTH = 16;
/** Of the canary: whoever gives away half of it, has given it away. */
const TELLING = 8;

/**
 * A word that stands in the rules of each prompt and nowhere else. An answer that has it in any reading gives the rules
 * away. One for each process, so that the provider can keep the beginning of the prompt.
 */
export const CANARY = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

const PIECES = Array.from({ length: LENGTH - TELLING + 1 }, (_, at) => CANARY.slice(at, at + TELLING));

/** Whether the canary, or half of it, is in a text of letters and digits alone. */
export const hasCanary = (compact: string): boolean => PIECES.some((piece) => compact.includes(piece));

import { COURTESIES } from './courtesies.js';
import { fold } from '../../infra/fold.js';
import { anyOf } from './any-of.js';
import { mendSpelling } from './mend-spelling.js';
import { ALONE, NEGATIONS, REQUESTS } from './person-phrases.js';

/** What ends a clause: everything that is no letter, digit, apostrophe or space. */
const BETWEEN_CLAUSES = /[^\p{L}\p{M}\p{N}' ]+/u;
/** "talk-to-human", "passez-moi". */
const INSIDE_WORDS = /(?<=\p{L})[-_/](?=\p{L})/gu;
/** Words that may stand between a negation and what it negates: "I do not want to | talk to a person". */
const NEGATION_REACH = 3;

/** Clauses have a space on either side, so that a space is where words begin and end. */
const REQUEST = new RegExp(`${anyOf(REQUESTS)}(?= )`, 'g');
const NEGATION = new RegExp(`${anyOf(NEGATIONS)}(?: [^ ]+){0,${NEGATION_REACH}}$`);
const COURTESY = new RegExp(`${anyOf(COURTESIES)}(?= )`, 'g');
const WHOLE_MESSAGE = new RegExp(`^${anyOf(ALONE)} $`);

/**
 * Whether these words ask for a person: a phrase of a common language anywhere, with a slip of the pen or without,
 * unless it is negated, or a message that is nothing but "human", "agent", "mitarbeiter bitte". It rather misses a
 * request than sees one where there is none, because the model hears the others.
 */
export function asksForPerson(text: string): boolean {
  const clauses = fold(text)
    .replaceAll(INSIDE_WORDS, ' ')
    .split(BETWEEN_CLAUSES)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '')
    .map((clause) => ` ${clause} `);
  return isNothingElse(clauses) || clauses.some((clause) => asks(clause) || asks(mendSpelling(clause)));
}

const isNothingElse = (clauses: string[]): boolean =>
  WHOLE_MESSAGE.test(clauses.join('').replaceAll('  ', ' ').replaceAll(COURTESY, ''));

function asks(clause: string): boolean {
  REQUEST.lastIndex = 0;
  for (let match = REQUEST.exec(clause); match !== null; match = REQUEST.exec(clause)) {
    if (!NEGATION.test(clause.slice(0, match.index))) return true;
  }
  return false;
}

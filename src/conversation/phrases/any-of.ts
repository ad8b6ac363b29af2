import { fold } from '../../infra/fold.js';

/** The source of a regular expression for any of these phrases, themselves sources, with a space before it. */
export const anyOf = (phrases: readonly string[]): string => ` (?:${phrases.map(fold).join('|')})`;

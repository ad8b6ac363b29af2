import { unopenable } from './answer/links/links.js';
import { requestBecause } from './assistant.js';

/** A call of a tool on a card: its arguments in 300 characters, and no links to open. */
export const callWords = (tool: string, args: object): string =>
  `${tool} ${unopenable(JSON.stringify(args).slice(0, 300).toWellFormed())}`;

/** Has a person find out whether an effect came; `outcome` is what is known of it. */
export const unknownEffect = (tool: string, args: object, outcome = '') =>
  requestBecause(
    'effect_unknown',
    `Nobody knows whether ${callWords(tool, args)} was carried out. ${outcome.slice(0, 200)}`.trim(),
  );

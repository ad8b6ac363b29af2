import { requestBecause } from '../../ai/assistant.js';
import type { Decision } from './turn-commit.js';

/** When so many attempts at one burst broke off, it is asked whether that is its own doing. */
export const SUSPECT_FROM = 3;
/** … and then a person gets it, whatever happens elsewhere. */
const GIVEN_UP_FROM = 9;

export interface Breakdowns {
  /** Attempts at the burst that broke off: the worker stopped, or the turn threw. */
  own: number;
  /** Workers that stopped meanwhile, none of them while it had this burst. */
  elsewhere: number;
}

/**
 * Gives a burst that kills its workers to a person (P8). Workers hardly ever stop by themselves: where more than half as
 * many stop without it, the machines are dying and the burst only stood by. Null: it may be tried once more.
 */
export function ruleBreakdowns({ own, elsewhere }: Breakdowns): Decision | null {
  if (own < SUSPECT_FROM || (elsewhere * 2 > own && own < GIVEN_UP_FROM)) return null;
  const cause = `The assistant broke off ${own} times while answering.`;
  return { kind: 'person', request: requestBecause('turn_crashed', cause) };
}

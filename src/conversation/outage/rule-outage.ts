/** How the model stood when a turn began, and this burst with it. */
export interface ModelStanding {
  /** It failed so often in a row that it is not asked. */
  away: boolean;
  /** It is time for one turn to find out whether it answers again. */
  probeDue: boolean;
  /** It failed lately; an answer is news. */
  failing: boolean;
  /** Whether this burst waits for the model, or was let through to it. */
  wait: 'waits' | 'admitted' | null;
  /** Others wait, and came first. */
  othersWait: boolean;
  burstAgeMs: number;
  /** The customer was told of this outage. */
  told: boolean;
}

export type OutageRuling = 'ask' | 'probe' | 'wait' | 'person';

/**
 * Whether a turn may ask the model. While it is away one turn at a time finds out whether it is back, the others wait;
 * afterwards those who waited are admitted in their order, and newcomers queue behind them. Who has waited too long is
 * given to a person.
 */
export function ruleOutage(standing: ModelStanding, limitMs: number): OutageRuling {
  const { away, probeDue, wait, othersWait, burstAgeMs } = standing;
  if (wait !== null && burstAgeMs > limitMs) return 'person';
  if (away) return probeDue ? 'probe' : 'wait';
  return wait !== 'admitted' && othersWait ? 'wait' : 'ask';
}

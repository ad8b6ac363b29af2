import type { Settings } from '../infra/config/settings.js';

/** How long what waits longest has waited, in seconds; 0 where nothing waits, null where nobody could tell. */
export interface Backlog {
  /** Since its first message, of a burst that the assistant is to answer. */
  oldestUnansweredS: number | null;
  /** Since it was due, of a job. */
  oldestWakeUpS: number | null;
}

/** A job that is due waits for a free worker; longer than this there is none. */
const LONGEST_WAKE_UP_S = 60;
/** What the sweep and the sends may take on top of a burst's own times. */
const SLACK_S = 30;

/**
 * Whether work stands still: a burst is complete, thought about, given way for twice and still unanswered, or a job
 * finds no worker.
 */
export function isStuck(
  { oldestUnansweredS, oldestWakeUpS }: Backlog,
  { BUFFER_MAX_MS, TURN_TIMEOUT_MS }: Pick<Settings, 'BUFFER_MAX_MS' | 'TURN_TIMEOUT_MS'>,
): boolean {
  const longestBurstS = (BUFFER_MAX_MS + 3 * TURN_TIMEOUT_MS) / 1_000 + SLACK_S;
  return (oldestUnansweredS ?? 0) > longestBurstS || (oldestWakeUpS ?? 0) > LONGEST_WAKE_UP_S;
}

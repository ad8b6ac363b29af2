/** How old the unanswered burst is, by the database's clock, in milliseconds. */
export interface BurstAge {
  sinceFirstMs: number;
  sinceLastMs: number;
}

/** After how much silence a burst is complete, and after how long in any case, in milliseconds. */
export interface BufferTimes {
  quietMs: number;
  maxMs: number;
}

/** Milliseconds until the burst is complete; 0 when it is. */
export const burstDueInMs = (age: BurstAge, times: BufferTimes): number =>
  Math.max(0, Math.min(times.quietMs - age.sinceLastMs, times.maxMs - age.sinceFirstMs));

/**
 * A look at a burst is due this long before the burst is complete, and waits out the rest by itself: an idle Redis
 * hands out delayed jobs up to 100 ms late (it looks at blocked clients ten times a second).
 */
export const WAKE_AHEAD_MS = 120;

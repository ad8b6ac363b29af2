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

export const bufferTimesOf = (settings: { BUFFER_QUIET_MS: number; BUFFER_MAX_MS: number }): BufferTimes => ({
  quietMs: settings.BUFFER_QUIET_MS,
  maxMs: settings.BUFFER_MAX_MS,
});

/** Milliseconds until the burst is complete; 0 when it is. */
export const burstDueInMs = (age: BurstAge, times: BufferTimes): number =>
  Math.max(0, Math.min(times.quietMs - age.sinceLastMs, times.maxMs - age.sinceFirstMs));

/**
 * A look at a burst is due this long before the burst is complete, and who answers waits out the rest: an idle Redis
 * hands out delayed jobs up to 100 ms late (it looks at blocked clients ten times a second), and a job takes its time
 * to be handed on.
 */
export const WAKE_AHEAD_MS = 120;

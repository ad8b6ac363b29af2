import type { Again } from '../../infra/clients/whatsapp/media/not-fetched.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Some 21 hours in all: an outage of most of a day loses no file, and the platform keeps them for seven days. */
const PAUSES_MS = [1 * SECOND, 4 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR];

const TRIES: Record<Again, number> = { never: 1, perhaps: 3, surely: PAUSES_MS.length + 1 };

/** Tries after which a file is given up, whatever became of them: its workers may have died. */
export const MOST_TRIES = TRIES.surely;

/** How long to wait after the try with this number, in milliseconds; null when it was the last. */
export const pauseAfter = (attempt: number, again: Again): number | null =>
  attempt >= TRIES[again] ? null : (PAUSES_MS[attempt - 1] ?? null);

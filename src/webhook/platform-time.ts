/** WhatsApp began in 2009; an earlier time is a mistake. */
const EARLIEST_MS = Date.UTC(2009, 0);
/** Seconds stay below this until the year 5138; milliseconds have been above it since 1973. */
const SECONDS_BELOW = 1e11;

/**
 * The platform's time: Unix seconds as a string or number, milliseconds accepted. Missing, absurd and future times
 * are `now`.
 */
export function platformTime(value: unknown, now: Date): Date {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  const ms = number < SECONDS_BELOW ? number * 1000 : number;
  return ms >= EARLIEST_MS && ms < now.getTime() ? new Date(ms) : now;
}

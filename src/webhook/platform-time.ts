/** WhatsApp began in 2009; an earlier time is a mistake. */
const EARLIEST_MS = Date.UTC(2009, 0);
/** Seconds stay below this until the year 5138; milliseconds have been above it since 1973. */
const SECONDS_BELOW = 1e11;
/** A time later than this is a mistake; one that is less ahead may show that our own clock is behind. */
const MOST_AHEAD_MS = 48 * 60 * 60 * 1_000;

/**
 * The platform's time: Unix seconds as a string or number, milliseconds accepted. Missing and absurd times
 * are `now`. Two messages keep their order whatever our clock says; whoever stores a time holds it against Postgres'.
 */
export function platformTime(value: unknown, now: Date): Date {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  const ms = number < SECONDS_BELOW ? number * 1000 : number;
  return ms >= EARLIEST_MS && ms < now.getTime() + MOST_AHEAD_MS ? new Date(ms) : now;
}

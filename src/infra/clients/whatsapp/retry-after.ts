/** No hint makes us wait longer, in milliseconds: an answer that comes too late is of no use to anybody. */
export const LONGEST_HINT_MS = 5 * 60_000;

/**
 * How long the header `Retry-After` asks us to wait, from whole seconds or a date; at most five minutes, never negative.
 * Null where it says neither. Source: RFC 9110, sections 10.2.3 and 5.6.7.
 */
export function retryAfterMs(header: string, now: Date): number | null {
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : untilDate(text, now);
  return ms === null ? null : Math.min(LONGEST_HINT_MS, Math.max(0, ms));
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`; its two obsolete spellings are not written any more. */
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

const untilDate = (text: string, now: Date): number | null => {
  const at = DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : at - now.getTime();
};

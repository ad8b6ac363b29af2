/** A send that has not been recorded after this long was cut short: longer than any answer is waited for. */
export const STUCK_AFTER = `interval '12 seconds'`;
/**
 * A claimed message leaves within this long or not at all. Less than a takeover waits for what is being sent, and much
 * less than {@link STUCK_AFTER}: whoever froze in between sends nothing when it comes back.
 */
export const SENT_WITHIN_MS = 1_500;
/** Later messages of a conversation wait this long for one in doubt. */
export const HELD_FOR = `interval '30 seconds'`;
/** How long a doubt waits for the status webhook that settles it. */
export const SETTLED_WITHIN = `interval '60 seconds'`;

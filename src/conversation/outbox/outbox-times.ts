/** A send that has not been recorded after this long was cut short: longer than any answer is waited for. */
export const STUCK_AFTER = `interval '12 seconds'`;
/** Later messages of a conversation wait this long for one in doubt. */
export const HELD_FOR = `interval '30 seconds'`;
/** How long a doubt waits for the status webhook that settles it. */
export const SETTLED_WITHIN = `interval '60 seconds'`;

/**
 * A rate as the generic cell rate algorithm keeps it: one message every `everyMs`, and up to `lent` at once, which
 * silence pays back. All that is stored is the time at which everything is paid back.
 */
export interface Rate {
  everyMs: number;
  lent: number;
}

/**
 * Messages to one customer. Source: the platform's pair limit, one message every 6 seconds, up to 45 at once. We keep a
 * little below, because a message may travel faster than the one before.
 */
export const PAIR_RATE: Rate = { everyMs: 6_100, lent: 45 };

/** Part of a second that may go out at once: enough to make up for a late claim, little to be refused together. */
const LENT_S = 0.05;

/** Messages of the number to everybody, `perSecond`. */
export const numberRate = (perSecond: number): Rate => ({
  everyMs: 1_000 / perSecond,
  lent: Math.max(1, Math.floor(perSecond * LENT_S)),
});

/** How far ahead of now everything may be paid back for one more message to go out, in milliseconds. */
export const creditMs = ({ everyMs, lent }: Rate): number => everyMs * (lent - 1);

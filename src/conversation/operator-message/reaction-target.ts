/** What a reaction would be put on, as far as it is known in the conversation. */
export interface ReactionTarget {
  /** By the platform's time where it told one. */
  sentAt: Date;
  isReaction: boolean;
}

/** Source: Cloud API, reaction messages (131009). */
const REACHABLE_MS = 30 * 24 * 60 * 60 * 1_000;

/** Why nobody can react to it, as a sentence about the field; null when one can. */
export function faultOfTarget(target: ReactionTarget | null, now: Date): string | null {
  if (target === null) return 'reaction.message_id must be the platform id of a message in this conversation';
  if (target.isReaction) return 'reaction.message_id must not be a reaction itself';
  const isOld = now.getTime() - target.sentAt.getTime() > REACHABLE_MS;
  return isOld ? 'reaction.message_id must be a message of the last 30 days' : null;
}

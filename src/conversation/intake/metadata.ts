import type { SaidMessage } from '../incoming.js';

/** What `message.extra_metadata` holds of a message that came from outside. */
export const metadataOf = ({ kind, platformType, replyTo, metadata }: SaidMessage): object => ({
  ...metadata,
  kind,
  type: platformType,
  ...(replyTo === null ? {} : { reply_to: replyTo }),
});

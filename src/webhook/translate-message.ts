import type { IncomingMessage, SaidMessage } from '../conversation/incoming.js';
import { type Contacts, identify, identifyChanged, senderContact } from './identity.js';
import { changeIn } from './identity-change.js';
import { platformTime } from './platform-time.js';
import { type Shape, shapeOf, stringOf } from './shape.js';
import { storableId } from './storable.js';
import { translateSaid } from './translate-said.js';

/** What no customer expects an answer to, by the platform's type; a sticker says no more than a reaction. */
const NEEDS_NO_ANSWER = new Set([
  'reaction',
  'sticker',
  'system',
  'edit',
  'revoke',
  'request_welcome',
  'media_placeholder',
]);
/** … and what of this the platform names but does not hand on. */
const UNSUPPORTED_NEEDS_NO_ANSWER = new Set([...NEEDS_NO_ANSWER, 'pin', 'keep_in_chat', 'poll_update']);

/** One inbound message in our words, or, when it cannot be one, the reason in a few words. */
export function translateMessage(message: Shape, contacts: Contacts, now: Date): IncomingMessage | string {
  const externalId = storableId(message.id);
  if (externalId === undefined) return 'message without id';
  if (message.group_id) return 'group message';
  const sentAt = platformTime(message.timestamp, now);
  const identityChange = changeIn(message, sentAt) ?? null;
  const customer =
    identityChange === null ? identify(message, senderContact(message, contacts)) : identifyChanged(identityChange);
  if (customer === undefined) return 'message without sender';

  const said = translateSaid(message, externalId, customer, sentAt);
  return {
    ...said,
    needsAnswer: needsAnswer(said),
    opensWindow: said.platformType !== 'system',
    identityChange,
    isOverheard: false,
  };
}

const needsAnswer = ({ platformType, metadata }: SaidMessage): boolean =>
  !NEEDS_NO_ANSWER.has(platformType) &&
  !UNSUPPORTED_NEEDS_NO_ANSWER.has(stringOf(shapeOf(metadata['unsupported'])?.type) ?? '');

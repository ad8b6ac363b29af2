import type { IncomingMessage } from '../conversation/incoming.js';
import { boundedJson } from './bounded-json.js';
import { type Contacts, identify, senderContact, usernameOf } from './identity.js';
import { platformTime } from './platform-time.js';
import { type Shape, shapeOf, stringOf } from './shape.js';
import { fullIdBehind, storable, storableId } from './storable.js';

type Metadata = IncomingMessage['metadata'];

/** UTF-16 units of text that are kept; customers' messages are reported to reach about 65,000. */
const TEXT_LIMIT = 65_536;
const TYPE_LIMIT = 64;
/** What no customer expects an answer to. */
const NEEDS_NO_ANSWER = new Set(['reaction', 'system', 'edit', 'revoke', 'request_welcome', 'media_placeholder']);
/** Kept beside the columns, under the platform's own names. */
const KEPT = ['context', 'referral', 'errors'] as const;
/** What of a text message has a place of its own. */
const PLACED = new Set<string>([
  ...KEPT,
  'id',
  'timestamp',
  'type',
  'from',
  'from_user_id',
  'from_parent_user_id',
  'text',
]);

/**
 * One inbound message in our words, or, when it cannot be one, the reason in a few words. Plain text is understood;
 * every other type is kept whole in `metadata.raw`, with its words as `text` where the customer pressed a button.
 */
export function translateMessage(message: Shape, contacts: Contacts, now: Date): IncomingMessage | string {
  const externalId = storableId(message.id);
  if (externalId === undefined) return 'message without id';
  if (message.group_id) return 'group message';
  const contact = senderContact(message, contacts);
  const customer = identify(message, contact);
  if (customer === undefined) return 'message without sender';

  const platformType = stringOf(storable(stringOf(message.type) ?? '', TYPE_LIMIT)) ?? 'unknown';
  const words = storable(stringOf(wordsOf(platformType, message)) ?? '');
  const text = words.trim() === '' ? null : storable(words, TEXT_LIMIT);
  const kind = platformType === 'text' && text !== null ? 'text' : 'unsupported';
  return {
    externalId,
    customer,
    kind,
    platformType,
    text,
    sentAt: platformTime(message.timestamp, now),
    replyTo: storableId(shapeOf(message.context)?.id) ?? null,
    needsAnswer: !NEEDS_NO_ANSWER.has(platformType),
    opensWindow: platformType !== 'system',
    metadata: {
      ...leftOver(message, kind),
      ...ownMetadata(message, usernameOf(contact), externalId),
      ...(words.length > TEXT_LIMIT && { truncated: true }),
    },
  };
}

function wordsOf(platformType: string, message: Shape): unknown {
  switch (platformType) {
    case 'text':
      return shapeOf(message.text)?.body;
    case 'button':
      return shapeOf(message.button)?.text;
    case 'interactive': {
      const interactive = shapeOf(message.interactive);
      return (shapeOf(interactive?.button_reply) ?? shapeOf(interactive?.list_reply))?.title;
    }
    default:
      return undefined;
  }
}

/** What the columns do not hold, as it came: all of a message that is not plain text, or has more than we read. */
function leftOver(message: Shape, kind: IncomingMessage['kind']): Metadata {
  const metadata: Metadata = {};
  const isPlain = kind === 'text' && Object.keys(message).every((key) => PLACED.has(key));
  if (!isPlain) metadata['raw'] = boundedJson(message);
  for (const key of KEPT) {
    const value = message[key] ?? undefined;
    if (value !== undefined) metadata[key] = boundedJson(value);
  }
  return metadata;
}

function ownMetadata(message: Shape, username: string | undefined, externalId: string): Metadata {
  const metadata: Metadata = {};
  if (username !== undefined) metadata['username'] = username;
  const fullId = fullIdBehind(externalId, message.id);
  if (fullId !== undefined) metadata['fullId'] = fullId;
  return metadata;
}

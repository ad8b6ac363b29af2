import type { IncomingMessage } from '../conversation/incoming.js';
import { boundedJson } from './bounded-json.js';
import { type Contacts, identify, identifyChanged, senderContact } from './identity.js';
import { changeIn } from './identity-change.js';
import type { Content } from './kinds/content.js';
import { readContent } from './kinds/read-content.js';
import { platformTime } from './platform-time.js';
import { type Shape, shapeOf, stringOf } from './shape.js';
import { fullIdBehind, storable, storableId } from './storable.js';

type Metadata = IncomingMessage['metadata'];

/** UTF-16 units of text that are kept; customers' messages are reported to reach about 65,000. */
const TEXT_LIMIT = 65_536;
const TYPE_LIMIT = 64;
/** What no customer expects an answer to, by the platform's type. */
const NEEDS_NO_ANSWER = new Set(['reaction', 'system', 'edit', 'revoke', 'request_welcome', 'media_placeholder']);
/** … and what of this the platform names but does not hand on. */
const UNSUPPORTED_NEEDS_NO_ANSWER = new Set([...NEEDS_NO_ANSWER, 'pin', 'keep_in_chat', 'poll_update']);
/** Kept beside the columns, under the platform's own names. */
const KEPT = ['context', 'referral', 'errors'] as const;

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

  const platformType = stringOf(storable(stringOf(message.type) ?? '', TYPE_LIMIT)) ?? 'unknown';
  const content = readContent(platformType, message);
  const words = storable(stringOf(content.words) ?? '');
  const text = words.trim() === '' ? null : storable(words, TEXT_LIMIT);
  const kind = content.kind === 'text' && text === null ? 'unknown' : content.kind;
  return {
    externalId,
    customer,
    kind,
    platformType,
    text,
    media: content.media ?? null,
    sentAt,
    identityChange,
    replyTo: storableId(shapeOf(message.context)?.id) ?? null,
    needsAnswer: needsAnswer(platformType, content),
    opensWindow: platformType !== 'system',
    metadata: {
      ...asItCame(message, kind),
      ...content.details,
      ...ownMetadata(message, customer.username, externalId),
      ...(words.length > TEXT_LIMIT && { truncated: true }),
    },
  };
}

const needsAnswer = (platformType: string, { details }: Content): boolean =>
  !NEEDS_NO_ANSWER.has(platformType) && !UNSUPPORTED_NEEDS_NO_ANSWER.has(details?.unsupported?.type ?? '');

/** What surrounds the content; and the whole of a message whose content we do not understand. */
function asItCame(message: Shape, kind: IncomingMessage['kind']): Metadata {
  const metadata: Metadata = {};
  if (kind === 'unknown' || kind === 'unsupported') metadata['raw'] = boundedJson(message);
  for (const key of KEPT) {
    const value = message[key] ?? undefined;
    if (value !== undefined) metadata[key] = boundedJson(value);
  }
  return metadata;
}

function ownMetadata(message: Shape, username: string | null, externalId: string): Metadata {
  const metadata: Metadata = {};
  if (username !== null) metadata['username'] = username;
  const fullId = fullIdBehind(externalId, message.id);
  if (fullId !== undefined) metadata['fullId'] = fullId;
  return metadata;
}

import type { CustomerIdentity, SaidMessage } from '../conversation/incoming.js';
import { boundedJson } from './bounded-json.js';
import { readContent } from './kinds/read-content.js';
import { type Shape, shapeOf, stringOf } from './shape.js';
import { fullIdBehind, storable, storableId } from './storable.js';

type Metadata = SaidMessage['metadata'];

/** UTF-16 units of text that are kept; customers' messages are reported to reach about 65,000. */
const TEXT_LIMIT = 65_536;
const TYPE_LIMIT = 64;
/** Kept beside the columns, under the platform's own names. */
const KEPT = ['context', 'referral', 'errors'] as const;

/** The content of one message, whoever said it. */
export function translateSaid(
  message: Shape,
  externalId: string,
  customer: CustomerIdentity,
  sentAt: Date,
): SaidMessage {
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
    replyTo: storableId(shapeOf(message.context)?.id) ?? null,
    metadata: {
      ...asItCame(message, kind),
      ...content.details,
      ...ownMetadata(message, customer.username, externalId),
      ...(words.length > TEXT_LIMIT && { truncated: true }),
    },
  };
}

/** What surrounds the content; and the whole of a message whose content we do not understand. */
function asItCame(message: Shape, kind: SaidMessage['kind']): Metadata {
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

import type { DeliveryReport } from '../conversation/incoming.js';
import { boundedJson, boundedRest } from './bounded-json.js';
import { platformTime } from './platform-time.js';
import { type Shape, stringOf } from './shape.js';
import { fullIdBehind, storable, storableId } from './storable.js';

const STATUS_LIMIT = 64;
/** The platform echoes at most this much of `biz_opaque_callback_data`. */
const LABEL_LIMIT = 512;
/** What has a place of its own. */
const PLACED = new Set(['id', 'status', 'timestamp', 'biz_opaque_callback_data', 'errors']);

/** One delivery status in our words, or, when it cannot be one, the reason in a few words. */
export function translateStatus(status: Shape, now: Date): DeliveryReport | string {
  if (status.type === 'call') return 'call status';
  const externalId = storableId(status.id);
  if (externalId === undefined) return 'status without id';
  const word = storable(stringOf(status.status) ?? '', STATUS_LIMIT).toLowerCase();
  if (word === '') return 'status without a word';
  const fullId = fullIdBehind(externalId, status.id);
  return {
    externalId,
    status: word,
    participant: storableId(status.recipient_participant_user_id) ?? storableId(status.recipient_participant_id) ?? '',
    reportedAt: platformTime(status.timestamp, now),
    label: stringOf(storable(stringOf(status.biz_opaque_callback_data) ?? '', LABEL_LIMIT)) ?? null,
    error: boundedJson(status.errors),
    metadata: { ...boundedRest(status, PLACED), ...(fullId !== undefined && { fullId }) },
  };
}

import type { EchoedMessage, SaidMessage } from '../../conversation/incoming.js';
import { identify } from '../identity.js';
import { platformTime } from '../platform-time.js';
import { type Shape, shapeOf } from '../shape.js';
import { storableId } from '../storable.js';
import { translateSaid } from '../translate-said.js';
import { type FieldReader, readItems } from './field-reader.js';

/** `smb_message_echoes`: a person answers in the WhatsApp Business app on the phone. */
export const readEchoes: FieldReader = (value, now) => {
  const { items, aside } = readItems(value.message_echoes, (item) => translateEcho(item, 'phone app', now));
  return { echoes: items, aside };
};

/** … or another agent does, whose message stands one level deeper, as it was sent. */
export const translateAgentEcho = (item: Shape, now: Date): EchoedMessage | string => {
  const message = shapeOf(item.message) ?? {};
  return translateEcho({ ...message, ...item, type: message.type ?? item.type }, 'another agent', now);
};

/** One message of the business that we did not send, or why it cannot be one. */
function translateEcho(item: Shape, speaker: EchoedMessage['speaker'], now: Date): EchoedMessage | string {
  const externalId = storableId(item.id);
  if (externalId === undefined) return 'echo without id';
  if (item.group_id || item.recipient_type === 'group') return 'group message';
  const customer = identify(addressee(item), undefined);
  if (customer === undefined) return 'echo without addressee';
  const said = translateSaid(item, externalId, customer, platformTime(item.timestamp, now));
  return { ...withoutChange(said), speaker };
}

const addressee = (item: Shape): Shape => ({
  from: item.to,
  from_user_id: item.to_user_id ?? item.recipient,
  from_parent_user_id: item.to_parent_user_id,
});

/** An edit or a revoke of somebody else's words is told, and changes nothing of what is stored. */
export function withoutChange(said: SaidMessage): SaidMessage {
  const { applied: _applied, ...metadata } = said.metadata;
  return { ...said, metadata };
}

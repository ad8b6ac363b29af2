import type { IncomingMessage } from '../../conversation/incoming.js';
import { type Contacts, contactsOf, identify, phoneOf, senderContact } from '../identity.js';
import { textOf } from '../kinds/fields.js';
import { platformTime } from '../platform-time.js';
import { type Shape, shapeOf } from '../shape.js';
import { storableId } from '../storable.js';
import { type FieldReader, readItems } from './field-reader.js';

/** `calls`: a customer who calls is in the transcript, which opens the window; all events of a call are kept. */
export const readCalls: FieldReader = (value, now) => {
  const contacts = contactsOf(value.contacts);
  const business = phoneOf(shapeOf(value.metadata)?.display_phone_number);
  const { items } = readItems(value.calls, (item) =>
    isOurs(item, business) ? 'we called' : translateCall(item, contacts, now),
  );
  return { messages: items, aside: [{ value, note: 'calls' }] };
};

/** The first event of a call that arrives makes the message; the others repeat its id. */
function translateCall(call: Shape, contacts: Contacts, now: Date): IncomingMessage | string {
  const externalId = storableId(call.id);
  if (externalId === undefined) return 'call without id';
  const customer = identify(call, senderContact(call, contacts));
  if (customer === undefined) return 'call without caller';
  return {
    externalId,
    customer,
    kind: 'call',
    platformType: 'call',
    text: null,
    media: null,
    sentAt: platformTime(call.timestamp, now),
    replyTo: null,
    needsAnswer: false,
    opensWindow: true,
    identityChange: null,
    isOverheard: false,
    metadata: { call: factsOf(call) },
  };
}

const isOurs = ({ direction, from }: Shape, business: string | null): boolean =>
  direction === 'BUSINESS_INITIATED' || (business !== null && phoneOf(from) === business);

const factsOf = (call: Shape): { [key: string]: string } => {
  const [direction, status] = [textOf(call.direction), textOf(call.status)];
  return { ...(direction !== undefined && { direction }), ...(status !== undefined && { status }) };
};

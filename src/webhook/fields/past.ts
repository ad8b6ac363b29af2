import type { ContactName, CustomerIdentity, PastMessage } from '../../conversation/incoming.js';
import { identify, phoneOf } from '../identity.js';
import { textOf } from '../kinds/fields.js';
import { platformTime } from '../platform-time.js';
import { listOf, type Shape, shapeOf, stringOf } from '../shape.js';
import { storableId } from '../storable.js';
import { translateSaid } from '../translate-said.js';
import { withoutChange } from './echoes.js';
import { type Aside, type FieldReader, readItems } from './field-reader.js';

const NAME_LIMIT = 255;
/** The platform's word for how far a past message had got, where it is not `sent`. */
const STATUSES: Record<string, PastMessage['status']> = {
  DELIVERED: 'delivered',
  READ: 'read',
  PLAYED: 'played',
  ERROR: 'failed',
};

/** `history`: what was said on the phone before the number was connected, up to 180 days back, in any order. */
export const readHistory: FieldReader = (value, now) => {
  const business = phoneOf(shapeOf(value.metadata)?.display_phone_number);
  const past: PastMessage[] = [];
  const aside: Aside[] = [];
  for (const item of listOf(value.history) ?? []) {
    const chunk = shapeOf(item) ?? {};
    const threads = listOf(chunk.threads) ?? [];
    aside.push({ value: { ...chunk, threads: threads.length }, note: 'history' });
    for (const thread of threads) {
      const read = readThread(shapeOf(thread) ?? {}, business, now);
      past.push(...read.items);
      aside.push(...read.aside);
    }
  }
  return { past, aside };
};

function readThread(thread: Shape, business: string | null, now: Date) {
  const customer = customerOf(thread);
  return readItems(thread.messages, (message) =>
    customer === undefined ? 'history of nobody' : translatePast(message, customer, business, now),
  );
}

const customerOf = (thread: Shape): CustomerIdentity | undefined => {
  const named = shapeOf(thread.context) ?? {};
  return identify({ from: thread.id }, { ...named, profile: { username: named.username } });
};

function translatePast(
  message: Shape,
  customer: CustomerIdentity,
  business: string | null,
  now: Date,
): PastMessage | string {
  const externalId = storableId(message.id);
  if (externalId === undefined) return 'message without id';
  if (message.group_id) return 'group message';
  const said = translateSaid(message, externalId, customer, platformTime(message.timestamp, now));
  const isOurs = business !== null && phoneOf(message.from) === business;
  const word = stringOf(shapeOf(message.history_context)?.status)?.toUpperCase() ?? '';
  return {
    ...withoutChange(said),
    direction: isOurs ? 'outbound' : 'inbound',
    status: isOurs ? (STATUSES[word] ?? 'sent') : null,
  };
}

/** `smb_app_state_sync`: the phone's address book. Names that are taken out of it are kept. */
export const readAddressBook: FieldReader = (value) => {
  const entries = readItems(value.state_sync, contactName);
  return { contactNames: entries.items, aside: [{ value, note: 'address book' }] };
};

const contactName = (entry: Shape): ContactName | string => {
  const contact = shapeOf(entry.contact) ?? {};
  const phone = phoneOf(contact.phone_number);
  const name = textOf(contact.full_name, NAME_LIMIT) ?? textOf(contact.first_name, NAME_LIMIT);
  return entry.action === 'remove' || phone === null || name === undefined ? 'no name' : { phone, name };
};

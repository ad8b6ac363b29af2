import type { Preference } from '../../conversation/incoming.js';
import { type Contacts, contactsOf, identify, senderContact } from '../identity.js';
import { platformTime } from '../platform-time.js';
import { type Shape, stringOf } from '../shape.js';
import { type FieldReader, readItems } from './field-reader.js';

/** Whether a word of the platform stops messages. */
const STOPS: ReadonlyMap<unknown, boolean> = new Map([
  ['stop', true],
  ['resume', false],
  ['signup', false],
]);
/** The only kind there is so far. A stop of another kind is a stop; taking it back says nothing of this kind. */
const MARKETING = 'marketing_messages';

/** `user_preferences`: customers stop marketing messages in WhatsApp's settings, and resume them. */
export const readPreferences: FieldReader = (value, now) => {
  const contacts = contactsOf(value.contacts);
  const { items } = readItems(value.user_preferences, (item) => translatePreference(item, contacts, now));
  return { preferences: items, aside: [{ value, note: 'preferences' }] };
};

/** A parent id may stand for several people, and is left out. */
function translatePreference(item: Shape, contacts: Contacts, now: Date): Preference | string {
  const optedOut = STOPS.get(stringOf(item.value)?.toLowerCase());
  if (optedOut === undefined) return 'a preference nobody knows';
  if (!optedOut && (item.category ?? MARKETING) !== MARKETING) return 'another preference';
  const named = { from: item.wa_id, from_user_id: item.user_id };
  const customer = identify(named, senderContact(named, contacts));
  if (customer === undefined) return 'preference of nobody';
  return { customer: { ...customer, parentUserId: null }, optedOut, at: platformTime(item.timestamp, now) };
}

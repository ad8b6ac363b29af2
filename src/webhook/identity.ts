import { USER_ID } from '../conversation/identity/alias.js';
import type { CustomerIdentity, IdentityChange } from '../conversation/incoming.js';
import { listOf, type Shape, shapeOf, stringOf } from './shape.js';
import { storable } from './storable.js';

/** E.164 has 15 digits; the column has 20. */
const PHONE = /^\+?(\d{1,20})$/;
const NAME_LIMIT = 255;
/** A column's width; usernames themselves have at most 30 characters. */
const USERNAME_LIMIT = 160;

/** The contacts of one change, by user id and by phone: both lists of a change may be long. */
export type Contacts = ReadonlyMap<string, Shape>;

export function contactsOf(value: unknown): Contacts {
  const contacts = new Map<string, Shape>();
  for (const item of listOf(value) ?? []) {
    const contact = shapeOf(item);
    if (contact === undefined) continue;
    for (const key of [userIdOf(contact.user_id, contact.wa_id), phoneOf(contact.wa_id)]) {
      if (key !== null) contacts.set(key, contact);
    }
  }
  return contacts;
}

/** The contact with the sender's user id, else with the sender's phone; never the one in the same place of the list. */
export function senderContact(message: Shape, contacts: Contacts): Shape | undefined {
  const byUserId = contacts.get(userIdOf(message.from_user_id, message.from) ?? '');
  return byUserId ?? contacts.get(phoneOf(message.from) ?? '');
}

/**
 * Who sent `message`. The phone may be absent, empty or replaced by a user id; what the message itself says wins over
 * its contact. Undefined when neither a phone nor a user id is to be had.
 */
export function identify(message: Shape, contact: Shape | undefined): CustomerIdentity | undefined {
  const waId = phoneOf(message.from) ?? phoneOf(contact?.wa_id);
  const userId = userIdOf(message.from_user_id, message.from) ?? userIdOf(contact?.user_id, contact?.wa_id);
  if (waId === null && userId === null) return undefined;
  const parentUserId = userIdOf(message.from_parent_user_id, contact?.parent_user_id);
  return { waId, userId, parentUserId, username: usernameOf(contact) ?? null, name: nameOf(contact) };
}

/** Whom a note about changed names is about: by the old names, or by the new ones where no old one is to be had. */
export function identifyChanged({ former, current }: IdentityChange): CustomerIdentity | undefined {
  const names = former.waId === null && former.userId === null ? current : former;
  if (names.waId === null && names.userId === null) return undefined;
  return { ...names, username: null, name: null };
}

/** Usernames are shown with and without `@`. */
const usernameOf = (contact: Shape | undefined): string | undefined =>
  stringOf(storable(stringOf(shapeOf(contact?.profile)?.username)?.replace(/^@/, '') ?? '', USERNAME_LIMIT));

const nameOf = (contact: Shape | undefined): string | null =>
  stringOf(storable(stringOf(shapeOf(contact?.profile)?.name) ?? '', NAME_LIMIT)) ?? null;

/** Digits without plus; null for what is no phone. */
export const phoneOf = (value: unknown): string | null =>
  typeof value === 'string' ? (PHONE.exec(value)?.[1] ?? null) : null;

/** The first of the two that is a user id. */
export const userIdOf = (first: unknown, second?: unknown): string | null => {
  if (typeof first === 'string' && USER_ID.test(first)) return first;
  return typeof second === 'string' && USER_ID.test(second) ? second : null;
};

import type { CustomerNames, IdentityChange } from '../conversation/incoming.js';
import { phoneOf, userIdOf } from './identity.js';
import { platformTime } from './platform-time.js';
import { type Shape, shapeOf, stringOf } from './shape.js';

const NEW_NUMBER = new Set(['user_changed_number', 'customer_changed_number']);
const NOBODY: CustomerNames = { waId: null, userId: null, parentUserId: null };

/** What a `system` message says of its customer's names; undefined when it speaks of something else. */
export function changeIn(message: Shape, at: Date): IdentityChange | undefined {
  const note = shapeOf(message.system);
  const type = stringOf(note?.type);
  if (note === undefined || type === undefined) return undefined;
  if (NEW_NUMBER.has(type)) return changedTo(newNumber(note), namesBefore(message, note), true, at);
  if (type === 'user_changed_user_id') return changedTo(newUserId(note), namesBefore(message, note), false, at);
  // Another device, or the app anew: the names stay, but it may be somebody else who writes.
  if (type === 'customer_identity_changed') return changedTo(NOBODY, namesBefore(message, note), false, at);
  return undefined;
}

/** An item of the field `user_id_update`, which comes without a message; undefined when it names nobody. */
export function changeInUpdate(item: Shape, now: Date): IdentityChange | undefined {
  const { user_id: userId, parent_user_id: parent } = item;
  const named = (part: 'previous' | 'current'): CustomerNames => ({
    waId: part === 'previous' ? phoneOf(item.wa_id) : null,
    userId: userIdOf(shapeOf(userId)?.[part]),
    parentUserId: userIdOf(shapeOf(parent)?.[part]),
  });
  const [former, current] = [named('previous'), named('current')];
  if (current.userId === null || (former.userId === null && former.waId === null)) return undefined;
  return changedTo(current, former, false, platformTime(item.timestamp, now));
}

const newNumber = (note: Shape): CustomerNames => ({ ...newUserId(note), waId: phoneOf(note.wa_id ?? note.new_wa_id) });

const newUserId = (note: Shape): CustomerNames => ({
  waId: null,
  userId: userIdOf(note.user_id),
  parentUserId: userIdOf(note.parent_user_id),
});

/** The sender is named by the old names, by the new ones, or by some of each. */
const namesBefore = (message: Shape, note: Shape): CustomerNames => ({
  waId: phoneOf(message.from),
  userId: userIdOf(note.previous_user_id) ?? userIdOf(message.from_user_id, message.from),
  parentUserId: userIdOf(note.previous_parent_user_id) ?? userIdOf(message.from_parent_user_id),
});

/** What stands on both sides is new: nobody is looked for by a name they are only about to get. */
function changedTo(current: CustomerNames, before: CustomerNames, isNewNumber: boolean, at: Date): IdentityChange {
  const old = <Key extends keyof CustomerNames>(key: Key): string | null =>
    before[key] === current[key] ? null : before[key];
  const former = { waId: old('waId'), userId: old('userId'), parentUserId: old('parentUserId') };
  return { former, current, isNewNumber, at };
}

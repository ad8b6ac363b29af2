import type { ConversationReference } from '../conversation/conversation-reference.js';
import { USER_ID } from '../conversation/identity/alias.js';
import { OWN_ID_FORM } from '../conversation/own-id.js';
import { CallerError } from '../infra/errors.js';

export const PHONE = /^\d{5,20}$/;
/** What our own ids look like, of conversations and of files. */
export const OWN_ID = new RegExp(`^${OWN_ID_FORM}$`, 'i');

/**
 * One of our own ids in an address.
 * @throws CallerError 400 when it is none
 */
export function ownIdIn(word: string): string {
  if (OWN_ID.test(word)) return word;
  throw new CallerError(400, ['id must be one of ours']);
}

/** Digits with or without a plus; spaces and dashes that people type are dropped. */
export const asPhone = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/[\s()-]/g, '').replace(/^\+/, '') : value;

interface Named {
  phone?: string | null;
  conversationId?: string | null;
  userId?: string | null;
}

/**
 * Whom a checked request names.
 * @throws CallerError 400 when it names more than one
 */
export function referenceOf({ phone, conversationId, userId }: Named): ConversationReference {
  const named: ConversationReference[] = [
    ...(phone == null ? [] : [{ phone }]),
    ...(conversationId == null ? [] : [{ id: conversationId }]),
    ...(userId == null ? [] : [{ userId }]),
  ];
  const [first, ...others] = named;
  if (first !== undefined && others.length === 0) return first;
  throw new CallerError(400, ['only one of phone, conversationId and userId may be given']);
}

/**
 * Whom one word of an address names.
 * @throws CallerError 400 when it is none of the three
 */
export function referenceIn(word: string): ConversationReference {
  if (OWN_ID.test(word)) return { id: word };
  if (USER_ID.test(word)) return { userId: word };
  const phone = String(asPhone(word));
  if (PHONE.test(phone)) return { phone };
  throw new CallerError(400, ['phone must be 5 to 20 digits in international form, or a conversation or user id']);
}

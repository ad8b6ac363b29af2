import { boundedJson } from '../bounded-json.js';
import { shapeOf } from '../shape.js';
import { storableId } from '../storable.js';
import type { Content } from './content.js';
import { present, textOf } from './fields.js';

/** Longest reaction: an emoji of many code points. */
const EMOJI_LIMIT = 64;

/** A reaction; without an emoji, or with an empty one, it was taken back. */
export function readReaction(payload: unknown): Content | undefined {
  const reaction = shapeOf(payload);
  const messageId = storableId(reaction?.message_id);
  if (messageId === undefined) return undefined;
  const emoji = textOf(reaction?.emoji, EMOJI_LIMIT) ?? null;
  return { kind: 'reaction', details: { reaction: { message_id: messageId, emoji } } };
}

/** What the platform says of the customer: another number, another id. */
export function readSystem(payload: unknown): Content | undefined {
  const note = shapeOf(payload);
  if (note === undefined) return undefined;
  const system = present({
    type: textOf(note.type),
    body: textOf(note.body),
    wa_id: textOf(note.wa_id),
    user_id: textOf(note.user_id),
    parent_user_id: textOf(note.parent_user_id),
    previous_user_id: textOf(note.previous_user_id),
    previous_parent_user_id: textOf(note.previous_parent_user_id),
    identity: shapeOf(note.identity) && boundedJson(note.identity),
  });
  return { kind: 'system', details: { system } };
}

/** The id of the message that an edit or a revoke is about. */
export const originalOf = (payload: unknown): string | undefined => storableId(shapeOf(payload)?.original_message_id);

export function readRevoke(payload: unknown): Content | undefined {
  const original = originalOf(payload);
  if (original === undefined) return undefined;
  return { kind: 'revoke', details: { revoke: { original_message_id: original }, applied: false } };
}

export const readRequestWelcome = (): Content => ({ kind: 'request_welcome' });

/** The platform names what it cannot hand on, or only says why, in the message's `errors`. */
export const readUnsupported = (payload: unknown): Content => ({
  kind: 'unsupported',
  details: { unsupported: present({ type: textOf(shapeOf(payload)?.type) }) },
});

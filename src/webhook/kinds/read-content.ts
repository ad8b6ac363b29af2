import { type Shape, shapeOf, stringOf } from '../shape.js';
import { readButton, readInteractive } from './choices.js';
import { readContacts } from './contacts.js';
import type { Content, ContentReader } from './content.js';
import { readLocation } from './location.js';
import { readMedia } from './media.js';
import { originalOf, readReaction, readRequestWelcome, readRevoke, readSystem, readUnsupported } from './notices.js';
import { readOrder } from './order.js';

const UNKNOWN: Content = { kind: 'unknown' };

/** What `message` says, by its type; unknown when the type is, or when its content has another shape. */
export function readContent(type: string, message: Shape): Content {
  return READERS.get(type)?.(message[type], message) ?? UNKNOWN;
}

const readText: ContentReader = (payload) => {
  const words = stringOf(shapeOf(payload)?.body);
  return words === undefined ? undefined : { kind: 'text', words };
};

/** New words, and perhaps another file, for an earlier message; where the new content has none, there are none here. */
const readEdit: ContentReader = (payload) => {
  const original = originalOf(payload);
  if (original === undefined) return undefined;
  const edited = shapeOf(shapeOf(payload)?.message);
  const type = stringOf(edited?.type);
  const content = edited && type !== undefined && type !== 'edit' ? readContent(type, edited) : UNKNOWN;
  const { words, media } = content;
  return { kind: 'edit', words, media, details: { edit: { original_message_id: original }, applied: false } };
};

/** A map, because types are the sender's words: `constructor` is none of these. */
const READERS = new Map<string, ContentReader>([
  ['text', readText],
  ['image', readMedia('image')],
  ['video', readMedia('video')],
  ['audio', readMedia('audio')],
  ['document', readMedia('document')],
  ['sticker', readMedia('sticker')],
  ['location', readLocation],
  ['contacts', readContacts],
  ['button', readButton],
  ['interactive', readInteractive],
  ['reaction', readReaction],
  ['order', readOrder],
  ['system', readSystem],
  ['edit', readEdit],
  ['revoke', readRevoke],
  ['request_welcome', readRequestWelcome],
  ['unsupported', readUnsupported],
]);

import type { FileType } from '../../../infra/clients/whatsapp/outgoing-content.js';
import { readWebp } from './webp.js';

/** As what a file can be sent, and how large it may be, in bytes. */
export interface Sendable {
  type: FileType;
  mimeType: string;
  most: number;
}

const KB = 1024;
const MB = 1024 * KB;
/** Source: Cloud API, supported media types: types and sizes of each kind. */
const KINDS: readonly [type: FileType, most: number, mimeTypes: readonly string[]][] = [
  ['image', 5 * MB, ['image/jpeg', 'image/png']],
  ['video', 16 * MB, ['video/mp4', 'video/3gpp']],
  ['audio', 16 * MB, ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg']],
  [
    'document',
    100 * MB,
    [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
  ],
];
const STICKER = 'image/webp';
const STICKER_SIDE = 512;
const STICKER_LIMIT = 100 * KB;
const ANIMATED_LIMIT = 500 * KB;

/** Other names of types in the table. */
const ALIASES: ReadonlyMap<string, string> = new Map([['audio/x-m4a', 'audio/mp4']]);

/** Of a type that was found before; null for one that cannot be sent. */
export function typeOf(mimeType: string): FileType | null {
  if (mimeType === STICKER) return 'sticker';
  return KINDS.find(([, , mimeTypes]) => mimeTypes.includes(mimeType))?.[0] ?? null;
}

/**
 * As what a file of this type can be sent; a sentence when it cannot.
 * @param head the beginning of the file, of which a sticker's size and kind are read
 */
export function sendableAs(found: string, head: Buffer): Sendable | string {
  const mimeType = ALIASES.get(found) ?? found;
  if (mimeType === STICKER) return stickerIn(head);
  const kind = KINDS.find(([, , mimeTypes]) => mimeTypes.includes(mimeType));
  if (kind === undefined) return `file is ${mimeType}, which WhatsApp does not take`;
  const [type, most] = kind;
  return { type, mimeType, most };
}

function stickerIn(head: Buffer): Sendable | string {
  const sticker = readWebp(head);
  if (sticker === null) return 'file is no readable image/webp';
  const { width, height, isAnimated } = sticker;
  if (width !== STICKER_SIDE || height !== STICKER_SIDE) {
    return `file is a sticker of ${width} x ${height}: WhatsApp takes ${STICKER_SIDE} x ${STICKER_SIDE}`;
  }
  return { type: 'sticker', mimeType: STICKER, most: isAnimated ? ANIMATED_LIMIT : STICKER_LIMIT };
}

/** Names by which one container's types are told apart, and plain text, which nothing in the bytes marks. */
const ENDINGS: ReadonlyMap<string, string> = new Map([
  ['txt', 'text/plain'],
  ['csv', 'text/csv'],
  ['md', 'text/markdown'],
  ['m4a', 'audio/mp4'],
  ['ogg', 'audio/ogg'],
  ['oga', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['ppt', 'application/vnd.ms-powerpoint'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
]);

/** What a file's name says of its type; undefined where it says nothing. */
export const typeByName = (filename: string): string | undefined =>
  ENDINGS.get(/\.([a-z0-9]{1,8})$/i.exec(filename)?.[1]?.toLowerCase() ?? '');

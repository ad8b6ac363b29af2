import { create } from 'content-disposition';
import type { StoredFile } from '../../conversation/media/media-files.service.js';

/** What a browser shows or plays without running anything that is in it. */
const PASSIVE = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'video/mp4',
  'video/3gpp',
  'audio/aac',
  'audio/amr',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
]);

/** What is only saved, and may say what it is. */
const DOCUMENT =
  /^(?:text\/plain|application\/(?:pdf|zip|msword|vnd\.(?:ms-|openxmlformats-officedocument\.|oasis\.opendocument\.)[\w.-]+))$/;

/** Characters that nobody sees, and that make a name read otherwise than it is. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * How a customer's file is handed to a browser: shown where nothing in it can run, else saved, of unknown type unless it is
 * a document. Nobody guesses another type, and whatever it is, it may run nothing and load nothing.
 */
export const fileHeaders = ({ id, mimeType, filename }: StoredFile): Record<string, string> => ({
  'content-type': PASSIVE.has(mimeType) || DOCUMENT.test(mimeType) ? mimeType : 'application/octet-stream',
  'content-disposition': create(nameFrom(filename) ?? id, { type: PASSIVE.has(mimeType) ? 'inline' : 'attachment' }),
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private',
  'accept-ranges': 'bytes',
});

const nameFrom = (filename: string | null): string | null =>
  filename?.replaceAll(UNSEEN, '').replaceAll(/[/\\]/g, '_').trim() || null;

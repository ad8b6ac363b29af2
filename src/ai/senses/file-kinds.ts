import type { SentFile } from '../assistant.js';

/**
 * What the model takes, by type. Source: the Gemini API's pages on understanding images, documents, video and audio.
 * A picture that moves (GIF) and the office formats are not among them.
 */
const SEEN: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/heic',
  'image/heif',
  'application/pdf',
  'text/plain',
  'video/mp4',
  'video/3gpp',
  'video/quicktime',
  'video/webm',
]);
const HEARD: ReadonlySet<string> = new Set([
  'audio/ogg',
  'audio/aac',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/flac',
]);

/** Largest file that is shown, in bytes: more than any picture, recording or video that WhatsApp hands on. */
const LARGEST_FILE = 20 * 1024 * 1024;

/** Why the model cannot look at this file, in words; null where it can. */
export const whyUnseen = (file: SentFile): string | null => whyNot(file, SEEN);

/** Why the model cannot listen to this file, in words; null where it can. */
export const whyUnheard = (file: SentFile): string | null => whyNot(file, HEARD);

const whyNot = ({ mimeType, size }: SentFile, taken: ReadonlySet<string>): string | null => {
  if (!taken.has(mimeType)) return 'files of its kind cannot be opened here';
  return size > LARGEST_FILE ? `it is larger than ${LARGEST_FILE / 1024 / 1024} MB` : null;
};

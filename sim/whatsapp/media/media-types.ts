import { bareType } from './sample-bytes.js';

const MB = 1024 * 1024;
/** What may be uploaded: size limit in bytes of each type. Source: the platform's table of supported media. */
const LIMITS: Record<string, number> = {
  'image/jpeg': 5 * MB,
  'image/png': 5 * MB,
  'image/webp': 500 * 1024,
  'video/mp4': 16 * MB,
  'video/3gpp': 16 * MB,
  'audio/aac': 16 * MB,
  'audio/amr': 16 * MB,
  'audio/mpeg': 16 * MB,
  'audio/mp4': 16 * MB,
  'audio/ogg': 16 * MB,
  'text/plain': 100 * MB,
  'application/pdf': 100 * MB,
  'application/msword': 100 * MB,
  'application/vnd.ms-excel': 100 * MB,
  'application/vnd.ms-powerpoint': 100 * MB,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 100 * MB,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 100 * MB,
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 100 * MB,
};

/** Most bytes of an upload of this type; undefined where the type is not taken. */
export const uploadLimitOf = (mimeType: string): number | undefined => LIMITS[bareType(mimeType)];

/** Whether a medium of this type can be sent as a message of type `kind`; a voice note must be OGG. */
export function canBeSentAs(kind: string, mimeType: string, isVoice: boolean): boolean {
  const type = bareType(mimeType);
  if (kind === 'sticker') return type === 'image/webp';
  if (kind === 'image') return type === 'image/jpeg' || type === 'image/png';
  if (kind === 'audio' && isVoice) return type === 'audio/ogg';
  if (kind === 'audio' || kind === 'video') return type.startsWith(`${kind}/`);
  return kind === 'document';
}

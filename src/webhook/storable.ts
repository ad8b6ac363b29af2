import { createHash } from 'node:crypto';
import { toUSVString } from 'node:util';

/** Longest id that is kept as it is; a column's width. */
const ID_LIMIT = 255;
/** … and what is kept of a longer one beside its hash. */
const FULL_ID_LIMIT = 4_096;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * `text` as PostgreSQL takes it: without U+0000, each lone surrogate replaced by U+FFFD, at most `limit` UTF-16 units
 * and never cut within a surrogate pair.
 */
export function storable(text: string, limit = Number.POSITIVE_INFINITY): string {
  const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
  if (clean.length <= limit) return toUSVString(clean);
  const splitsPair = /[\uD800-\uDBFF]/.test(clean.charAt(limit - 1));
  return toUSVString(clean.slice(0, splitsPair ? limit - 1 : limit));
}

/** An id as it came, or its hash when it is longer than its column; undefined when there is none. */
export function storableId(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const id = storable(value);
  if (id === '') return undefined;
  return id.length > ID_LIMIT ? `sha256:${sha256(id)}` : id;
}

/** The id that `storableId` had to hash, to be kept beside the hash. */
export const fullIdBehind = (kept: string, value: unknown): string | undefined =>
  kept.startsWith('sha256:') && typeof value === 'string' ? storable(value, FULL_ID_LIMIT) : undefined;

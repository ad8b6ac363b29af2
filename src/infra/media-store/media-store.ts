import type { Readable } from 'node:stream';

/** A part of a file, in bytes, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Files by key. A key is an id of ours: 8 to 64 small letters, digits and dashes. */
export abstract class MediaStore {
  /** Makes the store ready. @throws Error that says what to mend when files cannot be kept. */
  abstract open(): Promise<void>;

  /**
   * Keeps `content` under `key`, in place of whatever was there: all of it or nothing. Nobody sees a part of it, and a
   * crash leaves none. `content` is read piece by piece, whatever its size.
   * @throws what `content` throws; nothing is kept then.
   */
  abstract put(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;

  /** The file from its beginning, or a part of it; null when there is none. It is to be read or destroyed. */
  abstract get(key: string, range?: ByteRange): Promise<Readable | null>;

  /** Removes the file; none is no error. */
  abstract delete(key: string): Promise<void>;
}

const KEY = /^[a-z0-9-]{8,64}$/;

/** @throws Error for anything that is no key, so that no name from outside becomes a path. */
export function checkKey(key: string): string {
  if (!KEY.test(key)) throw new Error('A file is kept under an id of ours and under nothing else');
  return key;
}

import { createHash } from 'node:crypto';
import { NotFetched } from '../../infra/clients/whatsapp/media/not-fetched.js';
import { readDigest } from './digest.js';
import { HEAD_LENGTH } from './mime-type.js';

/** Source: Cloud API, media: the platform hands on no larger file of a customer. */
export const LARGEST_FILE = 100 * 1024 * 1024;

/** What is to be known of a file, learned as it passes. */
export interface Inspection {
  size: number;
  /** Its first bytes, as many as its type needs. */
  head: Buffer;
}

/**
 * Passes a file on piece by piece and notes in `seen` what it is. It has to have every digest that was told of it and
 * can be read: bytes that were changed or lost on the way are not what the customer sent, and nobody should act on them.
 * @throws NotFetched when it is too large, empty or another file; before the end, so that nobody keeps it
 */
export async function* inspected(
  content: AsyncIterable<Uint8Array>,
  told: (string | null | undefined)[],
  seen: Inspection,
  largest = LARGEST_FILE,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of content) {
    seen.size += piece.length;
    if (seen.size > largest) throw new NotFetched(`it is larger than ${LARGEST_FILE / 1024 / 1024} MB`, 'never');
    if (seen.head.length < HEAD_LENGTH) seen.head = Buffer.concat([seen.head, piece]).subarray(0, HEAD_LENGTH);
    hash.update(piece);
    yield piece;
  }
  if (seen.size === 0) throw new NotFetched('it came empty', 'perhaps');
  const digest = hash.digest();
  const isOther = told.some((text) => readDigest(text ?? '')?.equals(digest) === false);
  if (isOther) throw new NotFetched('what came is not the file that was announced', 'perhaps');
}

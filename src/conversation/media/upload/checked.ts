import { CallerError } from '../../../infra/errors.js';
import { HEAD_LENGTH, mimeTypeOf } from '../mime-type.js';
import { type Sendable, sendableAs, typeByName } from './sendable.js';

/** What is known of a file when all of it has passed. */
export interface Passed {
  size: number;
  sendable: Sendable | null;
}

/**
 * Passes a file on piece by piece, once its beginning has shown that it can be sent, and notes in `passed` what it is.
 * @throws CallerError 400 for one that is empty or that WhatsApp does not take, 413 for one that is too large; before the
 *   end, so that nobody keeps it
 */
export async function* checked(
  content: AsyncIterable<Uint8Array>,
  filename: string,
  passed: Passed,
): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0);
  for await (const piece of content) {
    passed.size += piece.length;
    if (passed.sendable === null) {
      head = Buffer.concat([head, piece]);
      if (head.length < HEAD_LENGTH) continue;
      passed.sendable = await judged(head, filename);
      yield head;
    } else yield piece;
    checkSize(passed.size, passed.sendable);
  }
  if (passed.sendable !== null) return;
  if (passed.size === 0) throw new CallerError(400, ['file is empty']);
  passed.sendable = await judged(head, filename);
  checkSize(passed.size, passed.sendable);
  yield head;
}

async function judged(head: Buffer, filename: string): Promise<Sendable> {
  const beginning = head.subarray(0, HEAD_LENGTH);
  const sendable = sendableAs(await mimeTypeOf(beginning, typeByName(filename)), beginning);
  if (typeof sendable === 'string') throw new CallerError(400, [sendable]);
  return sendable;
}

function checkSize(size: number, { type, most }: Sendable): void {
  if (size <= most) return;
  throw new CallerError(413, `The file is too large: WhatsApp takes ${type} files of at most ${inWords(most)}`);
}

const inWords = (bytes: number): string => (bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MB` : `${bytes / 1024} KB`);

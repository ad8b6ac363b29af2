import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import type { FaultOf } from '../../fault-kinds.js';
import { hold, pause, resetConnection } from '../../misbehave.js';
import type { MediaRequest } from './media-api.js';
import type { Medium } from './media-store.js';
import { sampleBytes } from './sample-bytes.js';

/** A body without end is cut off here, so that a caller who takes it all does not fill the disk. */
const ENDLESS_BYTES = 4 * 1024 * 1024 * 1024;

/** Sends a medium's bytes, or does what the fault says instead. */
export async function sendDownload(
  medium: Medium,
  fault: FaultOf<'media'> | undefined,
  note: MediaRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  switch (fault?.kind) {
    case 'reset':
      return resetConnection(reply);
    case 'silence':
      return hold(reply);
    case 'error':
      note.status = fault.status;
      return reply.code(fault.status).send();
    case 'redirect':
      note.status = 302;
      return reply.redirect(fault.to, 302);
    case 'slow':
      await pause(fault.ms, reply);
      break;
    default:
  }
  const body = bodyOf(medium, fault);
  void reply.type(fault?.kind === 'wrong-type' ? fault.mimeType : medium.mimeType);
  if (body.size !== null) void reply.header('content-length', body.size);
  return reply.send(Readable.from(body.pieces, { objectMode: false }));
}

/** `size` is null where the length is not told. */
function bodyOf(
  medium: Medium,
  fault: FaultOf<'media'> | undefined,
): { pieces: Iterable<Buffer> | AsyncIterable<Buffer>; size: number | null } {
  const { bytes, mimeType, size } = medium;
  const pieces = bytes === null ? sampleBytes(mimeType, size) : [bytes];
  switch (fault?.kind) {
    case 'endless':
      return { pieces: sampleBytes(mimeType, ENDLESS_BYTES), size: null };
    case 'wrong-bytes':
      return { pieces: [Buffer.alloc(Math.min(size, 1_024), 'not what was promised ')], size: null };
    case 'trickle':
      return { pieces: trickle(fault.ms), size };
    default:
      return { pieces, size };
  }
}

/** One byte every `ms`, as long as the caller listens; five minutes at most. */
async function* trickle(ms: number): AsyncGenerator<Buffer> {
  for (const end = performance.now() + 300_000; performance.now() < end;) {
    yield Buffer.from('.');
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

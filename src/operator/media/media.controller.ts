import { Controller, Get, Headers, Param, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { addAbortSignal } from 'node:stream';
import parseRange from 'range-parser';
import { MediaFiles } from '../../conversation/media/media-files.service.js';
import { CallerError } from '../../infra/errors.js';
import type { ByteRange } from '../../infra/media-store/media-store.js';
import { OperatorGuard } from '../operator.guard.js';
import { fileHeaders } from './file-headers.js';

/** A reader who takes longer is cut off; one who takes nothing, by the server's limit on idle connections. */
const READ_LIMIT_MS = 10 * 60_000;

/** Files of messages, as operators see and hear them. */
@Controller('api/v1/media')
@UseGuards(OperatorGuard)
export class MediaController {
  constructor(private readonly files: MediaFiles) {}

  /** Streams the file, or the one part that is asked for. */
  @Get(':id')
  async file(@Param('id') id: string, @Res() reply: FastifyReply, @Headers('range') range?: string): Promise<void> {
    const file = await this.files.find(id);
    const part = partOf(file.size, range, reply);
    const content = addAbortSignal(AbortSignal.timeout(READ_LIMIT_MS), await this.files.open(file, part));
    const { start, end } = part ?? { start: 0, end: file.size - 1 };
    if (part !== null) void reply.status(206).header('content-range', `bytes ${start}-${end}/${file.size}`);
    await reply
      .headers(fileHeaders(file))
      .header('content-length', end - start + 1)
      .send(content);
  }
}

/**
 * The one part that a `Range` header asks for; null for the whole file, which also answers what cannot be read.
 * @throws CallerError 416 when the file has no such part
 */
function partOf(size: number, range: string | undefined, reply: FastifyReply): ByteRange | null {
  if (range === undefined) return null;
  const parts = parseRange(size, range);
  if (parts === -1) {
    void reply.header('content-range', `bytes */${size}`);
    throw new CallerError(416, 'The file has no such part');
  }
  const [part, ...others] = parts === -2 || parts.type !== 'bytes' ? [] : parts;
  return part !== undefined && others.length === 0 ? part : null;
}

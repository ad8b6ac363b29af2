import type { FastifyReply } from 'fastify';

/** A silent connection is dropped after this long, so that none stays for ever. */
const LONGEST_SILENCE_MS = 300_000;

/** Ends the connection with a TCP reset and answers nothing (more). */
export function resetConnection(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
  return reply;
}

/** Never answers; returns when the caller hung up, or after five minutes. */
export async function hold(reply: FastifyReply): Promise<FastifyReply> {
  reply.hijack();
  await pause(LONGEST_SILENCE_MS, reply);
  reply.raw.destroy();
  return reply;
}

/** Waits so long; shorter when the caller hangs up. */
export function pause(ms: number, reply: FastifyReply): Promise<void> {
  if (ms <= 0 || reply.raw.closed) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      reply.raw.off('close', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    reply.raw.once('close', end);
  });
}

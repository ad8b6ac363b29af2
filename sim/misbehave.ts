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

/** Sends half of a JSON body, then ends the connection with a TCP reset. */
export function cutBody(body: string, reply: FastifyReply): FastifyReply {
  beginBody(body, reply);
  reply.raw.write(body.slice(0, body.length / 2), () => resetConnection(reply));
  return reply;
}

/** Bytes of one drop. */
const DROP = 8;

/** Sends a JSON body a few bytes at a time, one piece every `ms`, until it is out or the caller hangs up. */
export async function dripBody(body: string, ms: number, reply: FastifyReply): Promise<FastifyReply> {
  beginBody(body, reply);
  for (let at = 0; at < body.length && !reply.raw.closed; at += DROP) {
    reply.raw.write(body.slice(at, at + DROP));
    await pause(ms, reply);
  }
  reply.raw.end();
  return reply;
}

function beginBody(body: string, reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
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

import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { NotFetched } from './not-fetched.js';

/** For hosts named from outside: whatever their name leads to, no connection goes to a private address. */
const OUTSIDE = new RequestFilteringHttpsAgent();

export interface Get {
  address: URL;
  headers: Record<string, string>;
  /** Whether the address was told from outside. */
  isOutside: boolean;
  /** Longest silence, before the answer and between its pieces. */
  silenceMs: number;
  signal: AbortSignal;
}

/**
 * Asks for an address and follows no redirect. The answer is to be read or destroyed.
 * @throws NotFetched when there is none
 */
export async function get({ address, headers, isOutside, silenceMs, signal }: Get): Promise<IncomingMessage> {
  const { get: ask } = address.protocol === 'https:' ? https : http;
  const options = { headers, signal, timeout: silenceMs, ...(isOutside ? { agent: OUTSIDE } : {}) };
  return new Promise((resolve, reject) => {
    let answer: IncomingMessage | undefined;
    const request = ask(address, options, (response) => resolve((answer = response)));
    request.on('timeout', () => (answer ?? request).destroy(new NotFetched('WhatsApp fell silent', 'surely')));
    request.on('error', (error) => reject(asNotFetched(error)));
  });
}

/** The pieces of an answer's body. @throws NotFetched when it breaks off */
export async function* bodyOf(response: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* response as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw asNotFetched(error);
  }
}

/** A small answer as JSON; null when it is none. @throws NotFetched when it breaks off or is longer than `limit` bytes */
export async function readJson(response: IncomingMessage, limit: number): Promise<unknown> {
  const bytes = await buffer(upTo(limit, bodyOf(response)));
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

async function* upTo(limit: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of pieces) {
    if ((size += piece.length) > limit) throw new NotFetched('WhatsApp gave an answer without end', 'surely');
    yield piece;
  }
}

const asNotFetched = (error: unknown): NotFetched => {
  if (error instanceof NotFetched) return error;
  const { code } = error as NodeJS.ErrnoException;
  const words = 'the connection to WhatsApp failed';
  return new NotFetched(code === undefined ? words : `${words} (${code})`, 'surely', { cause: error });
};

import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** A request to a host that only the owner's files name. */
export interface FencedRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  /** JSON, or null for none. */
  body: string | null;
  /** The whole of it, from the look-up of the name to the last byte, may take this long. */
  limitMs: number;
}

/** `not_sent`: nothing of it has left. `no_answer`: it may have arrived, nobody can say. */
export type FencedAnswer =
  | { kind: 'answered'; status: number; text: string }
  | { kind: 'not_sent'; reason: string }
  | { kind: 'no_answer'; reason: string };

/** What is read of an answer, in bytes; the rest is not waited for. */
const ANSWER_LIMIT = 65_536;

const FENCED = { http: new RequestFilteringHttpAgent(), https: new RequestFilteringHttpsAgent() };
/** Each request has a connection of its own, so that one that did not come about has sent nothing. */
const OPEN = { http: new http.Agent(), https: new https.Agent() };

/**
 * HTTP to where it was sent and nowhere else: no connection to a private, loopback or link-local address, whatever a
 * name leads to (the address that was checked is the one that is used), and no redirect is followed.
 */
export class FencedClient {
  /** @param privateHosts hosts, with their port where it is not the usual one, that may lie anywhere */
  constructor(private readonly privateHosts: readonly string[]) {}

  /** Never throws: whatever happens is an answer. An abort is one that did not come. */
  async send({ method, url, headers, body, limitMs }: FencedRequest, signal?: AbortSignal): Promise<FencedAnswer> {
    const limit = AbortSignal.timeout(limitMs);
    const agents = this.privateHosts.includes(url.host) ? OPEN : FENCED;
    const [ask, agent] = url.protocol === 'https:' ? [https.request, agents.https] : [http.request, agents.http];
    let isConnected = false;
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = { method, headers: { ...headers, ...about(body) }, agent, signal: any(limit, signal) };
        const request = ask(url, options, resolve).on('error', reject);
        request.on('socket', (socket) =>
          socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (isConnected = true)),
        );
        request.end(body ?? undefined);
      });
      return { kind: 'answered', status: response.statusCode ?? 0, text: await beginningOf(response) };
    } catch (error) {
      const reason = limit.aborted ? `nothing came within ${limitMs / 1_000} s` : reasonOf(error);
      return { kind: isConnected ? 'no_answer' : 'not_sent', reason };
    }
  }
}

const any = (limit: AbortSignal, signal: AbortSignal | undefined): AbortSignal =>
  signal === undefined ? limit : AbortSignal.any([limit, signal]);

const about = (body: string | null): Record<string, string | number> => ({
  'accept-encoding': 'identity',
  'user-agent': 'ai-whatsapp-backend',
  ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
});

/** An answer that breaks off was given all the same: its status says what it is. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece);
      if ((size += piece.length) >= ANSWER_LIMIT) break;
    }
  } catch {
    // The beginning is what there is.
  }
  response.destroy();
  return new TextDecoder().decode(Buffer.concat(pieces).subarray(0, ANSWER_LIMIT)).replaceAll('\0', '');
}

/** Without the address, which may carry what is nobody's concern. */
const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return message.includes('is not allowed') ? 'the host lies at a private address' : (code ?? 'the connection failed');
};

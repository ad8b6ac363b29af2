import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

/** No byte of the request has left, so that nothing can have been sent. */
export class NotWritten extends Error {}

export interface MessagePost {
  address: URL;
  headers: Record<string, string>;
  body: string;
  /** By the clock of `performance.now()`, which never steps back and goes on while the process is frozen. */
  writeBefore: number;
  signal: AbortSignal;
  /** The system has taken the request whole. */
  onWritten: () => void;
}

/** Idle lines are closed before servers close them, which most do after 5 s. */
const LINES = { keepAlive: true, timeout: 4_000 };
const PLAIN = new http.Agent(LINES);
const SECURE = new https.Agent(LINES);

/**
 * Posts a message as soon as the line stands, in one write; not when it is later than `writeBefore` by then, however
 * long the connection took or the process stood still. The answer is to be read or destroyed.
 * @throws NotWritten when nothing was written; any other error leaves in doubt what the platform got
 */
export function postMessage(post: MessagePost): Promise<IncomingMessage> {
  const { address, headers, body, writeBefore, signal, onWritten } = post;
  const isSecure = address.protocol === 'https:';
  const request = (isSecure ? https : http).request(address, {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    agent: isSecure ? SECURE : PLAIN,
    signal,
  });
  let isWritten = false;
  const write = (): void => {
    if (performance.now() > writeBefore) return void request.destroy(new NotWritten('it was too late to send it'));
    isWritten = true;
    request.end(body);
  };
  request.once('socket', (socket) =>
    request.reusedSocket ? write() : socket.once(isSecure ? 'secureConnect' : 'connect', write),
  );
  request.once('finish', onWritten);
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', (error) => {
      const why = signal.aborted ? (signal.reason as Error) : error;
      reject(isWritten ? why : new NotWritten(wordsOf(why), { cause: why }));
    });
  });
}

/** A code says it best, but for the numbers of a DOMException. */
const wordsOf = ({ code, message }: NodeJS.ErrnoException): string => (typeof code === 'string' ? code : message);

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotWritten, postMessage } from './post-message.js';

const BODY = '{"text":"Grüße"}';
const NEVER = Infinity;

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

describe('postMessage', () => {
  let server: Server;
  const got: string[] = [];
  let address: URL;
  beforeEach(async () => {
    got.length = 0;
    server = createServer(async (request, response) => {
      got.push(await text(request));
      response.end('taken');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = new URL(`http://127.0.0.1:${portOf(server)}/messages`);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const post = (change: { address?: URL; writeBefore?: number; signal?: AbortSignal; onWritten?: () => void } = {}) =>
    postMessage({
      address,
      headers: { 'content-type': 'application/json' },
      body: BODY,
      writeBefore: NEVER,
      signal: AbortSignal.timeout(5_000),
      onWritten: () => undefined,
      ...change,
    });
  const exchange = async (): Promise<string> => text(await post());

  it('brings the whole body, says when it is out, and uses a line again', async () => {
    let written = 0;
    const lines = new Set<unknown>();
    server.on('connection', (socket) => lines.add(socket));
    for (let at = 0; at < 3; at++) expect(await text(await post({ onWritten: () => (written += 1) }))).toBe('taken');
    expect(got).toEqual([BODY, BODY, BODY]);
    expect([written, lines.size]).toEqual([3, 1]);
  });

  it('writes nothing when it is too late, on a new line and on an old one', async () => {
    const late = { writeBefore: performance.now() - 1 };
    await expect(post(late)).rejects.toThrow(NotWritten);
    expect(await exchange()).toBe('taken');
    await expect(post(late)).rejects.toThrow('too late');
    expect(got).toEqual([BODY]);
  });

  it('looks when the line stands, not when it is asked for', async () => {
    const posted = post({ writeBefore: performance.now() + 50 });
    posted.catch(() => undefined);
    // The process stands still; the connection is made meanwhile.
    for (const until = performance.now() + 100; performance.now() < until;);
    await expect(posted).rejects.toThrow(NotWritten);
    expect(got).toEqual([]);
  });

  it('says that nothing was written where nobody listens', async () => {
    server.close();
    await once(server, 'close');
    await expect(post()).rejects.toThrow(new NotWritten('ECONNREFUSED'));
  });

  it('says so where the line is never secure, however long that takes', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const unsecured = new URL(`https://127.0.0.1:${portOf(silent)}/`);
    await expect(post({ address: unsecured, signal: AbortSignal.timeout(100) })).rejects.toThrow(
      new NotWritten('The operation was aborted due to timeout'),
    );
    await expect(post({ address: new URL(`https://127.0.0.1:${portOf(server)}/`) })).rejects.toThrow(NotWritten);
    silent.close();
  });

  it('is in doubt where the answer does not come', async () => {
    server.removeAllListeners('request');
    server.on('request', (request) => request.socket.destroy());
    const doubt = (change: { signal?: AbortSignal } = {}): Promise<unknown> =>
      post(change).catch((error: unknown) => (error instanceof NotWritten ? null : (error as Error).message));
    expect(await doubt()).toBe('socket hang up');
    server.removeAllListeners('request');
    server.on('request', () => undefined);
    expect(await doubt({ signal: AbortSignal.timeout(100) })).toContain('timeout');
  });
});

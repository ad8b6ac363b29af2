import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotFetched } from './not-fetched.js';
import { bodyOf, get, readJson } from './request.js';

let server: Server;
let port: number;
let connections = 0;

beforeEach(async () => {
  connections = 0;
  server = createServer((request, response) => {
    if (request.url === '/silent') return;
    response.writeHead(200);
    response.write('one ');
    if (request.url === '/broken') setTimeout(() => response.destroy(), 20);
    else if (request.url !== '/half') response.end('two');
  });
  server.on('connection', () => connections++);
  server.listen(0, '::');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (url: string, isOutside = false, signal = new AbortController().signal) =>
  get({ address: new URL(url), headers: { authorization: 'Bearer secret' }, isOutside, silenceMs: 100, signal });
const own = (path: string) => ask(`http://127.0.0.1:${port}${path}`);

describe('A request for a file', () => {
  it.each(['localhost', '127.0.0.1', '127.1', '2130706433', '0.0.0.0', '[::1]', '[::]', '[::ffff:127.0.0.1]'])(
    'to %s from outside makes no connection, wherever the name leads',
    async (host) => {
      await expect(ask(`https://${host}:${port}/`, true)).rejects.toThrow(NotFetched);
      expect(connections).toBe(0);
    },
  );

  it('to the API that is set goes wherever that is', async () => {
    expect((await buffer(bodyOf(await own('/')))).toString()).toBe('one two');
    expect(connections).toBe(1);
  });

  it('ends when the other side is silent, before the answer or within it', async () => {
    await expect(own('/silent')).rejects.toThrow('WhatsApp fell silent');
    await expect(buffer(bodyOf(await own('/half')))).rejects.toThrow('WhatsApp fell silent');
  });

  it('ends when the connection breaks, or nobody listens', async () => {
    await expect(buffer(bodyOf(await own('/broken')))).rejects.toThrow(NotFetched);
    await expect(ask('http://127.0.0.1:1/')).rejects.toThrow('the connection to WhatsApp failed (ECONNREFUSED)');
  });

  it('ends when it is aborted, before the answer or within it', async () => {
    const soon = AbortSignal.timeout(20);
    await expect(ask(`http://127.0.0.1:${port}/silent`, false, soon)).rejects.toThrow(NotFetched);
    const later = AbortSignal.timeout(50);
    const half = await ask(`http://127.0.0.1:${port}/half`, false, later);
    await expect(buffer(bodyOf(half))).rejects.toThrow(NotFetched);
  });

  it('reads a small answer and no endless one', async () => {
    expect(await readJson(await own('/'), 100)).toBeNull();
    await expect(readJson(await own('/'), 5)).rejects.toThrow('an answer without end');
  });
});

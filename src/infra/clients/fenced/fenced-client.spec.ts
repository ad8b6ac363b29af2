import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FencedClient, type FencedRequest } from './fenced-client.js';

const PATHS: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  '/words': (response) => response.end('wörds\0'),
  '/elsewhere': (response) => response.writeHead(302, { location: '/words' }).end(),
  '/endless': (response) => {
    const more = (): void => {
      while (response.write('x'.repeat(10_000)));
      response.once('drain', more);
    };
    more();
  },
  '/reset': (response) => response.destroy(),
  '/silent': () => undefined,
  '/half': (response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half', () => response.destroy());
  },
};

describe('The fenced client', () => {
  const server = createServer((request, response) => PATHS[request.url ?? '']?.(response, request));
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const request = (url: string, limitMs = 2_000): FencedRequest => ({
    method: 'GET',
    url: new URL(url),
    headers: {},
    body: null,
    limitMs,
  });
  const ask = (path: string, limitMs?: number) =>
    new FencedClient([`127.0.0.1:${port}`]).send(request(`http://127.0.0.1:${port}${path}`, limitMs));

  it.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://169.254.169.254',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'https://127.0.0.1',
    'http://2130706433',
  ])('sends nothing to %s', async (host) => {
    const answer = await new FencedClient([]).send(request(`${host}:${port}/words`));
    expect(answer).toEqual({ kind: 'not_sent', reason: 'the host lies at a private address' });
  });

  it('sends to a private host that is named with its port', async () => {
    expect(await ask('/words')).toEqual({ kind: 'answered', status: 200, text: 'wörds' });
    const { kind } = await new FencedClient(['127.0.0.1']).send(request(`http://127.0.0.1:${port}/words`));
    expect(kind).toBe('not_sent');
  });

  it('follows no redirect', async () => {
    expect(await ask('/elsewhere')).toMatchObject({ kind: 'answered', status: 302 });
  });

  it('reads the beginning of what has no end, and of what breaks off', async () => {
    const endless = await ask('/endless');
    expect(endless).toMatchObject({ kind: 'answered', status: 200 });
    expect(endless.kind === 'answered' && endless.text.length).toBe(65_536);
    expect(await ask('/half')).toEqual({ kind: 'answered', status: 200, text: 'half' });
  });

  it('knows what was not sent from what had no answer', async () => {
    expect(await ask('/reset')).toEqual({ kind: 'no_answer', reason: 'ECONNRESET' });
    expect(await ask('/silent', 100)).toEqual({ kind: 'no_answer', reason: 'nothing came within 0.1 s' });
    const closed = new FencedClient(['127.0.0.1:1']).send(request('http://127.0.0.1:1/'));
    expect(await closed).toEqual({ kind: 'not_sent', reason: 'ECONNREFUSED' });
  });
});

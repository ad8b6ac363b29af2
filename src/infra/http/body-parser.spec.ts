import { Body, Controller, Module, Post, Req } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyRequest } from 'fastify';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseBodies } from './body-parser.js';
import { ErrorFilter } from './error.filter.js';

const MB = 1024 * 1024;
const BODY_LIMIT_MS = 150;

@Controller()
class EchoController {
  @Post('raw')
  @RouteConfig({ rawBody: true })
  raw(@Body() body: unknown): { bytes: number; text: string } {
    if (!Buffer.isBuffer(body)) return { bytes: -1, text: typeof body };
    return { bytes: body.length, text: body.subarray(0, 40).toString() };
  }

  @Post('streamed')
  @RouteConfig({ streamedBody: true })
  async streamed(@Req() { raw }: FastifyRequest): Promise<{ text: string }> {
    return { text: await text(raw) };
  }

  @Post('json')
  json(@Body() body: unknown): { got: unknown } {
    return { got: body };
  }
}

@Module({ controllers: [EchoController], providers: [{ provide: APP_FILTER, useClass: ErrorFilter }] })
class EchoModule {}

describe('bodies', () => {
  let app: NestFastifyApplication;
  const post = async (url: string, payload: string | Buffer | Readable, type?: string) => {
    const headers = {
      ...(type !== undefined && { 'content-type': type }),
      ...(payload instanceof Readable && { 'transfer-encoding': 'chunked' }),
    };
    const answer = await app.inject({ method: 'POST', url, payload, headers });
    return { status: answer.statusCode, body: answer.json<unknown>() };
  };

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [EchoModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { bodyParser: false });
    parseBodies(app, BODY_LIMIT_MS);
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  describe('of a raw route', () => {
    it.each([
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      'application/x-unheard-of',
      'nonsense',
      undefined,
    ])('are the bytes as sent, whatever the content type: %s', async (type) => {
      expect(await post('/raw', '{"broken', type)).toEqual({ status: 201, body: { bytes: 8, text: '{"broken' } });
    });

    it('may come in chunks, without a length', async () => {
      const chunks = Readable.from([Buffer.from('{"a":'), Buffer.from([0xf0, 0x9f]), Buffer.from([0x98, 0x80, 0x7d])]);
      expect(await post('/raw', chunks, 'application/json')).toMatchObject({ body: { bytes: 10, text: '{"a":😀}' } });
    });

    it('may have 3 MB and no byte more', async () => {
      expect(await post('/raw', Buffer.alloc(3 * MB, 'x'))).toMatchObject({ status: 201, body: { bytes: 3 * MB } });
      const tooMuch = { statusCode: 413, error: 'Payload Too Large', message: 'Request body is too large' };
      expect(await post('/raw', Buffer.alloc(3 * MB + 1, 'x'))).toEqual({ status: 413, body: tooMuch });
      const chunks = Readable.from(Array.from({ length: 4 }, () => Buffer.alloc(MB)));
      expect(await post('/raw', chunks)).toEqual({ status: 413, body: tooMuch });
    });

    it('may be missing', async () => {
      expect(await post('/raw', '')).toMatchObject({ status: 201, body: { bytes: -1 } });
    });
  });

  describe('that are not complete in time', () => {
    /** What comes of a body whose second half is sent after the limit. */
    const dribble = async (path: string): Promise<string> => {
      const halves = Readable.from(
        (async function* () {
          yield '"one ';
          await new Promise((resolve) => setTimeout(resolve, 3 * BODY_LIMIT_MS));
          yield 'two"';
        })(),
      );
      const headers = { 'content-type': 'application/json' };
      const sent = request(`${await app.getUrl()}${path}`, { method: 'POST', headers });
      return new Promise((resolve) => {
        sent.on('error', () => resolve('cut off'));
        sent.on('response', (response) => resolve(text(response)));
        halves.pipe(sent);
      });
    };

    it.each(['/raw', '/json', '/nowhere'])('are cut off on %s', async (path) => {
      expect(await dribble(path)).toBe('cut off');
    });

    it('are waited for where the route reads them itself', async () => {
      expect(await dribble('/streamed')).toBe('{"text":"\\"one two\\""}');
    });
  });

  describe('of any other route', () => {
    it('are parsed JSON', async () => {
      expect(await post('/json', '{"a":[1]}', 'application/json')).toEqual({ status: 201, body: { got: { a: [1] } } });
    });

    it.each(['{"a":', '', '{"__proto__":{"a":1}}'])('that are not good JSON (%j) are 400', async (payload) => {
      const answer = await post('/json', payload, 'application/json');
      expect(answer).toMatchObject({ status: 400, body: { statusCode: 400, error: 'Bad Request' } });
    });

    it('may have 1 MB', async () => {
      const answer = await post('/json', JSON.stringify('x'.repeat(MB)), 'application/json');
      expect(answer).toMatchObject({ status: 413, body: { error: 'Payload Too Large' } });
    });

    it('of a type nobody reads are 415, where nobody listens 404', async () => {
      expect(await post('/json', 'x', 'application/x-left-unread')).toMatchObject({ status: 415 });
      expect(await post('/json', '<a/>', 'application/xml')).toMatchObject({ status: 415, body: { statusCode: 415 } });
      expect(await post('/nowhere', '<a/>', 'application/xml')).toMatchObject({ status: 404 });
    });
  });
});

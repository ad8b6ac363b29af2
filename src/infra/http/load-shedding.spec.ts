import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ErrorFilter } from './error.filter.js';
import { type Caller, callerOf, isShed, type Load, shedLoad } from './load-shedding.js';

const IDLE: Load = { loopDelayMs: 0, waitingToBeStored: 0, waitingForDatabase: 0 };
const CALLERS: Caller[] = ['read', 'write', 'webhook'];
const turnedAway = (load: Partial<Load>): Caller[] => CALLERS.filter((caller) => isShed(caller, { ...IDLE, ...load }));

describe('isShed', () => {
  it.each<[Partial<Load>, Caller[]]>([
    [{}, []],
    [{ loopDelayMs: 250 }, []],
    [{ loopDelayMs: 251 }, ['read']],
    [{ loopDelayMs: 751 }, ['read', 'write']],
    [{ loopDelayMs: 2_001 }, ['read', 'write', 'webhook']],
    [{ waitingToBeStored: 501 }, ['read']],
    [{ waitingToBeStored: 2_501 }, ['read', 'write']],
    [{ waitingToBeStored: 5_000 }, ['read', 'write']],
    [{ waitingForDatabase: 201 }, ['read']],
    [{ waitingForDatabase: 1_001 }, ['read', 'write']],
    [{ waitingForDatabase: 100_000 }, ['read', 'write']],
  ])('with %j: %j', (load, shed) => {
    expect(turnedAway(load)).toEqual(shed);
  });
});

describe('callerOf', () => {
  it.each<[string, string, Caller | null]>([
    ['GET', '/api/v1/conversations?owner=waiting', 'read'],
    ['HEAD', '/api/v1/media/1', 'read'],
    ['POST', '/api/v1/takeover', 'write'],
    ['POST', '/webhook', 'webhook'],
    ['GET', '/webhook?hub.mode=subscribe', 'webhook'],
    ['GET', '/health/live', null],
    ['GET', '/health', null],
    ['GET', '/metrics', null],
    ['GET', '/webhooks', null],
  ])('%s %s: %s', (method, path, caller) => {
    expect(callerOf(method, path)).toBe(caller);
  });
});

@Controller()
class EverythingController {
  @Get('api/v1/things')
  things(): string {
    return 'things';
  }

  @Post('webhook')
  webhook(@Body() body: object): object {
    return body;
  }
}

@Module({ controllers: [EverythingController], providers: [{ provide: APP_FILTER, useClass: ErrorFilter }] })
class EverythingModule {}

describe('shedLoad', () => {
  let app: NestFastifyApplication;
  let load = IDLE;
  const shed = vi.fn<(caller: Caller) => void>();
  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [EverythingModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    shedLoad(app, () => load, shed);
    await app.init();
  });
  afterAll(() => app.close());

  it('asks readers to come back while there is too much to do, and serves the platform', async () => {
    const read = () => app.inject({ method: 'GET', url: '/api/v1/things' });
    expect((await read()).statusCode).toBe(200);
    load = { ...IDLE, loopDelayMs: 300 };
    const answer = await read();
    expect(answer.json()).toEqual({
      statusCode: 503,
      error: 'Service Unavailable',
      message: 'Too much to do at the moment',
    });
    expect(answer.headers['retry-after']).toBe('2');
    expect(shed.mock.calls).toEqual([['read']]);
    const webhook = await app.inject({ method: 'POST', url: '/webhook', payload: { a: 1 } });
    expect(webhook.json()).toEqual({ a: 1 });
    load = IDLE;
    expect((await read()).statusCode).toBe(200);
  });
});

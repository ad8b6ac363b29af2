import {
  BadRequestException,
  Controller,
  Get,
  Logger,
  Module,
  Param,
  Res,
  ServiceUnavailableException,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Test } from '@nestjs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CallerError, UnavailableError } from '../errors.js';
import { ErrorFilter } from './error.filter.js';

const ERRORS: Record<string, () => unknown> = {
  caller: () => new CallerError(409, 'Somebody else has it', { holder: 'maria' }),
  fields: () => new CallerError(400, ['phone must be digits', 'message must not be empty']),
  away: () => new UnavailableError('Too many requests are waiting', 7),
  validation: () => new BadRequestException(['phone must be digits']),
  words: () => new BadRequestException('just words'),
  health: () => new ServiceUnavailableException({ status: 'unhealthy', checks: { database: 'down' } }),
  fastify: () => Object.assign(new Error('Too big'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }),
  foreign: () => Object.assign(new Error('secret of another service'), { code: 'X', statusCode: 400 }),
  database: () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }),
  pool: () => new Error('timeout exceeded when trying to connect'),
  bug: () => new TypeError('cannot read phone 4915550001 of undefined'),
  string: () => 'thrown words',
  nothing: () => undefined,
};

@Controller()
class ThrowingController {
  @Get('throw/:name')
  throwIt(@Param('name') name: string): never {
    throw ERRORS[name]?.();
  }

  @Get('begin')
  begin(@Res() reply: FastifyReply): never {
    reply.raw.write('the first half');
    throw new Error('in the middle');
  }
}

@Module({ controllers: [ThrowingController], providers: [{ provide: APP_FILTER, useClass: ErrorFilter }] })
class ThrowingModule {}

describe('the error filter', () => {
  let app: NestFastifyApplication;
  const ask = async (url: string) => {
    const answer = await app.inject({ method: 'GET', url });
    expect(answer.headers['content-type']).toContain('application/json');
    return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], body: answer.json<unknown>() };
  };

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [ThrowingModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await app.init();
  });
  afterEach(() => void vi.restoreAllMocks());
  afterAll(() => app.close());

  it.each([
    ['caller', { statusCode: 409, error: 'Conflict', message: 'Somebody else has it', holder: 'maria' }],
    [
      'fields',
      { statusCode: 400, error: 'Bad Request', message: ['phone must be digits', 'message must not be empty'] },
    ],
    ['validation', { statusCode: 400, error: 'Bad Request', message: ['phone must be digits'] }],
    ['words', { statusCode: 400, error: 'Bad Request', message: 'just words' }],
    ['fastify', { statusCode: 413, error: 'Payload Too Large', message: 'Too big' }],
  ])('tells the caller of his fault: %s', async (name, body) => {
    const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    expect(await ask(`/throw/${name}`)).toEqual({ status: body.statusCode, retryAfter: undefined, body });
    expect(log).not.toHaveBeenCalled();
  });

  it('keeps the members Nest or a health check put together', async () => {
    const { status, body } = await ask('/throw/health');
    expect(status).toBe(503);
    expect(body).toMatchObject({ statusCode: 503, status: 'unhealthy', checks: { database: 'down' } });
  });

  it('says when to come back to what is away', async () => {
    vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    expect(await ask('/throw/away')).toEqual({
      status: 503,
      retryAfter: '7',
      body: { statusCode: 503, error: 'Service Unavailable', message: 'Too many requests are waiting' },
    });
  });

  it.each(['database', 'pool'])('answers 503 when the database is away (%s), without its address', async (name) => {
    const log = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    expect(await ask(`/throw/${name}`)).toEqual({
      status: 503,
      retryAfter: '5',
      body: { statusCode: 503, error: 'Service Unavailable', message: 'The database is away' },
    });
    expect(log).toHaveBeenCalledOnce();
  });

  it.each(['bug', 'foreign', 'string', 'nothing'])('logs our own fault and tells nobody: %s', async (name) => {
    const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    expect(await ask(`/throw/${name}`)).toEqual({
      status: 500,
      retryAfter: undefined,
      body: { statusCode: 500, error: 'Internal Server Error', message: 'Internal Server Error' },
    });
    expect(log).toHaveBeenCalledOnce();
  });

  it('logs the stack of our own fault', async () => {
    const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    await ask('/throw/bug');
    expect(log.mock.calls[0]?.[0]).toMatch(/TypeError: cannot read phone.*\n +at .*error\.filter\.spec/s);
  });

  it('cuts off an answer that has begun', async () => {
    const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    await expect(app.inject({ method: 'GET', url: '/begin' })).rejects.toThrow('destroyed');
    expect(log).toHaveBeenCalledOnce();
  });

  it('has the same form for a path nobody serves and one that is not a path', async () => {
    expect((await ask('/nowhere')).body).toEqual({
      statusCode: 404,
      error: 'Not Found',
      message: 'Cannot GET /nowhere',
    });
    expect((await ask('/throw/%E0%A4%A')).body).toMatchObject({ statusCode: 400, error: 'Bad Request' });
  });
});

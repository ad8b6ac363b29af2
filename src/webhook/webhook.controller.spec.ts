import { Logger, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Delivery } from '../conversation/incoming.js';
import { Intake } from '../conversation/intake/intake.js';
import { Settings } from '../infra/config/settings.js';
import { SettingsModule } from '../infra/config/settings.module.js';
import { CallerError, UnavailableError } from '../infra/errors.js';
import { parseBodies } from '../infra/http/body-parser.js';
import { ErrorFilter } from '../infra/http/error.filter.js';
import { WebhookController } from './webhook.controller.js';

class RecordingIntake extends Intake {
  readonly received: Delivery[] = [];
  failure: Error | undefined;
  override readonly waiting = 0;

  override receive(delivery: Delivery): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.received.push(delivery);
    return Promise.resolve();
  }
}

let app: NestFastifyApplication;
let intake: RecordingIntake;

async function start(changes: Partial<Settings> = {}): Promise<void> {
  const defaults = {
    VERIFY_TOKEN: 'chosen-word',
    WHATSAPP_APP_SECRET: ['new', 'old'],
    WHATSAPP_PHONE_NUMBER_ID: '106',
  };
  const settings = Object.assign(new Settings(), defaults, changes);
  intake = new RecordingIntake();
  @Module({
    imports: [SettingsModule.with(settings)],
    controllers: [WebhookController],
    providers: [
      { provide: Intake, useValue: intake },
      { provide: APP_FILTER, useClass: ErrorFilter },
    ],
  })
  class WebhookTestModule {}
  const module = await Test.createTestingModule({ imports: [WebhookTestModule] }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { bodyParser: false });
  parseBodies(app);
  await app.init();
}

afterEach(async () => {
  vi.restoreAllMocks();
  await app.close();
});

const MESSAGE = { id: 'wamid.1', from: '16505551234', timestamp: '1749416383', type: 'text', text: { body: 'olá 😀' } };
const VALUE = { messaging_product: 'whatsapp', metadata: { phone_number_id: '106' }, messages: [MESSAGE] };
const PAYLOAD = { object: 'whatsapp_business_account', entry: [{ changes: [{ field: 'messages', value: VALUE }] }] };
/** As the platform writes it: everything but ASCII escaped in lower-case hex. */
const asSent = (payload: unknown): string =>
  JSON.stringify(payload).replaceAll(/[\u0080-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
const sign = (body: string | Buffer, secret = 'new'): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

async function post(body: string | Buffer, signature = sign(body)) {
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  const answer = await app.inject({ method: 'POST', url: '/webhook', payload: body, headers });
  return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], body: answer.json<unknown>() };
}
const RECEIVED = { status: 200, retryAfter: undefined, body: { status: 'received' } };
const UNSIGNED = { status: 401, body: { statusCode: 401, error: 'Unauthorized' } };

describe('GET /webhook', () => {
  const ask = (query: string) => app.inject({ method: 'GET', url: `/webhook?${query}` });
  const good = 'hub.mode=subscribe&hub.verify_token=chosen-word&hub.challenge=1158201444';

  it('gives the challenge back as plain text, and nothing else', async () => {
    await start();
    const answer = await ask(good);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe('1158201444');
    expect(answer.headers['content-type']).toContain('text/plain');
  });

  it('answers 403 to anything else', async () => {
    await start();
    const wrong = [
      '',
      good.replace('chosen-word', 'chosen-wor'),
      good.replace('chosen-word', ''),
      good.replace('subscribe', 'unsubscribe'),
      good.replace('&hub.challenge=1158201444', ''),
      `${good}&hub.verify_token=chosen-word`,
      `${good}&hub.mode=subscribe`,
      `${good}&hub.challenge=2`,
      good.replaceAll('hub.', 'hub_'),
      'hub[mode]=subscribe&hub[verify_token]=chosen-word&hub[challenge]=1',
      '__proto__=1&constructor=2&hub.mode=%00',
    ];
    for (const query of wrong) {
      const answer = await ask(query);
      expect({ query, ...answer.json<object>() }).toMatchObject({ query, statusCode: 403, error: 'Forbidden' });
    }
  });

  it('answers 403 while no token is set, even to an empty one', async () => {
    await start({ VERIFY_TOKEN: undefined });
    expect((await ask(good)).statusCode).toBe(403);
    expect((await ask(good.replace('chosen-word', ''))).statusCode).toBe(403);
    expect((await ask(good.replace('chosen-word', 'undefined'))).statusCode).toBe(403);
  });
});

describe('POST /webhook', () => {
  it('hands over what it received and answers when that is stored', async () => {
    await start();
    expect(await post(asSent(PAYLOAD))).toEqual(RECEIVED);
    expect(intake.received).toMatchObject([
      { messages: [{ externalId: 'wamid.1', text: 'olá 😀', customer: { waId: '16505551234' } }] },
    ]);
  });

  it('believes either secret while one is being rotated', async () => {
    await start();
    expect(await post(asSent(PAYLOAD), sign(asSent(PAYLOAD), 'old'))).toEqual(RECEIVED);
    expect(await post(asSent(PAYLOAD), sign(asSent(PAYLOAD), 'older'))).toMatchObject(UNSIGNED);
  });

  it('answers 401 to what is not signed, and hands nothing over', async () => {
    await start();
    const body = asSent(PAYLOAD);
    const answer = await app.inject({ method: 'POST', url: '/webhook', payload: body });
    expect(answer.statusCode).toBe(401);
    for (const signature of ['', 'sha256=', sign(body).slice(0, -1), sign(`${body} `), sign(JSON.stringify(PAYLOAD))]) {
      expect(await post(body, signature)).toMatchObject(UNSIGNED);
    }
    expect(await post('not json', sign('another'))).toMatchObject(UNSIGNED);
    expect(intake.received).toEqual([]);
  });

  it.each(['', 'not json', '{"a":', '[]', 'null', '7', '"x"', '\uFEFF{}'])(
    'answers 400 to a signed %j',
    async (body) => {
      await start();
      expect(await post(body)).toMatchObject({
        status: 400,
        body: { statusCode: 400, error: 'Bad Request', message: 'The body must be a JSON object' },
      });
      expect(intake.received).toEqual([]);
    },
  );

  it('answers 200 to odd but signed items', async () => {
    await start();
    const deep = `{"entry":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const odd = ['{}', '{"entry":7}', '{"entry":[null]}', '{"__proto__":{"entry":[]}}', '{"constructor":{}}', deep];
    for (const body of odd) expect(await post(body)).toEqual(RECEIVED);
    expect(intake.received.map(({ events }) => events.length)).toEqual(odd.map(() => 1));
  });

  it('takes a body of 3 MB, refuses a larger one', async () => {
    await start();
    const bodyOf = (size: number) => `{"entry":[],"filler":"${'x'.repeat(size - 24)}"}`;
    expect(bodyOf(3_000_000)).toHaveLength(3_000_000);
    expect(await post(bodyOf(3_000_000))).toEqual(RECEIVED);
    expect(await post(bodyOf(3 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { error: 'Payload Too Large' },
    });
  });

  it('takes a chunked body over the wire, its characters cut in two', async () => {
    await start();
    await app.listen(0, '127.0.0.1');
    const body = Buffer.from(JSON.stringify(PAYLOAD));
    const emoji = body.indexOf('😀');
    const pieces = [body.subarray(0, emoji + 2), body.subarray(emoji + 2)];
    const answer = await fetch(`${await app.getUrl()}/webhook`, {
      method: 'POST',
      headers: { 'x-hub-signature-256': sign(body) },
      body: Readable.from(pieces),
      duplex: 'half',
    });
    expect(await answer.json()).toEqual(RECEIVED.body);
    expect(intake.received[0]?.messages[0]?.text).toBe('olá 😀');
  });

  it('sets aside what is for another number', async () => {
    await start({ WHATSAPP_PHONE_NUMBER_ID: '107' });
    expect(await post(asSent(PAYLOAD))).toEqual(RECEIVED);
    expect(intake.received).toMatchObject([{ messages: [], events: [{ note: 'another number' }] }]);
  });

  it.each<[string, Error, number, string | undefined]>([
    ['is away', new UnavailableError('Too many requests are waiting', 3), 503, '3'],
    ['has lost its database', Object.assign(new Error('down'), { code: '57P03' }), 503, '5'],
    ['refuses it', new CallerError(409, 'no'), 409, undefined],
    ['is broken', new Error('secret'), 500, undefined],
  ])('never says received when the intake %s', async (_, failure, status, retryAfter) => {
    vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    await start();
    intake.failure = failure;
    const answer = await post(asSent(PAYLOAD));
    expect(answer).toMatchObject({ status, retryAfter, body: { statusCode: status } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });
});

describe('without an app secret', () => {
  const warnings = () => vi.spyOn(Logger.prototype, 'warn').mockReturnValue();

  it('everything is believed outside production, and said so loudly once', async () => {
    const warn = warnings();
    await start({ WHATSAPP_APP_SECRET: [] });
    expect(await post(asSent(PAYLOAD), '')).toEqual(RECEIVED);
    expect(await post(asSent(PAYLOAD), 'sha256=0')).toEqual(RECEIVED);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toContain('WHATSAPP_APP_SECRET IS NOT SET');
  });

  it('nothing is believed in production', async () => {
    const warn = warnings();
    await start({ WHATSAPP_APP_SECRET: [], ENVIRONMENT: 'production' });
    expect(await post(asSent(PAYLOAD), sign(asSent(PAYLOAD), ''))).toMatchObject(UNSIGNED);
    expect(warn).not.toHaveBeenCalled();
  });
});

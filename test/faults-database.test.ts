import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metaJson, signatureOf } from '../sim/meta-json.js';
import { messageBody } from '../sim/whatsapp/webhook-bodies.js';
import { type OwnProcess, Processes, statusOf } from '../lab/processes.js';
import { answersTo, call, eventually, startSurroundings, type Surroundings } from './support/system.js';
import { TcpProxy } from '../lab/tcp-proxy.js';

const FAULTS = {
  'refuses connections': (proxy: TcpProxy) => proxy.refuse(),
  'answers nothing': async (proxy: TcpProxy) => proxy.blackHole(),
};

describe('A database that is away', () => {
  const processes = new Processes();
  let around: Surroundings;
  let proxy: TcpProxy;
  let all: OwnProcess;
  beforeAll(async () => {
    around = await startSurroundings();
    proxy = await TcpProxy.open(around.env['DB_URL'] ?? '');
    all = await processes.start('main', { ...around.env, DB_URL: proxy.url });
    around.simulator.webhookUrl = `${all.url}/webhook`;
  });
  afterAll(async () => {
    await processes.killAll();
    await proxy.stop();
    await around.stop();
  });

  it.each(Object.entries(FAULTS))(
    '(%s) gives 503 in time, never a false 200, and once it is back all goes on by itself (P1, P8)',
    async (_, begin) => {
      const { simulator } = around;
      const inTurn = newCustomer();
      simulator.armFault({ face: 'gemini', kind: 'slow', ms: 1_000 });
      simulator.writeAsCustomer(inTurn, { text: 'in the middle of a turn' });
      await eventually('a turn runs', () => simulator.faults().every((fault) => fault.remaining === 0));

      const midway = Array.from({ length: 100 }, newCustomer);
      for (const customer of midway) simulator.writeAsCustomer(customer, { text: 'while it goes away' });
      await pause(10);
      await begin(proxy);
      const messages = Array.from({ length: 6 }, () => ({ customer: newCustomer(), body: '' }));
      for (const message of messages) message.body = bodyFrom(message.customer);
      // Spread out, so that some wait behind a statement that hangs.
      const refused = await Promise.all(messages.map(async ({ body }, i) => pause(i * 300).then(() => post(body))));
      expect(refused).toEqual(messages.map(() => expect.objectContaining({ status: 503, retryAfter: '5' })));
      expect(Math.max(...refused.map(({ tookMs }) => tookMs))).toBeLessThan(3_500);
      expect(await statusOf(`${all.url}/health/live`)).toBe(200);
      expect(await statusOf(`${all.url}/health/ready`)).toBe(503);
      const health = await call(`${all.url}/health`, 'GET');
      expect(health).toMatchObject({
        status: 503,
        body: { status: 'unhealthy', checks: { database: 'disconnected' } },
      });

      await proxy.pass();
      await eventually('it is ready again', async () => (await statusOf(`${all.url}/health/ready`)) === 200);
      // A connection that died unnoticed may still fail one request; the platform repeats it.
      for (const { body } of [...messages, ...messages])
        await eventually('a repeat is stored', async () => (await post(body)).status === 200);
      const everybody = [inTurn, ...midway, ...messages.map(({ customer }) => customer)];
      await eventually(
        'all are answered',
        () => everybody.every((phone) => answersTo(around, phone).length > 0),
        20_000,
      );
      expect(everybody.map((phone) => answersTo(around, phone).length)).toEqual(everybody.map(() => 1));
      const stored = await around.rows(
        `select 1 from message m join conversation c on c.id = m.conversation_id
          where m.direction = 'inbound' and c.phone = any($1)`,
        [everybody],
      );
      expect(stored).toHaveLength(everybody.length);

      const newcomer = newCustomer();
      simulator.writeAsCustomer(newcomer, { text: 'as quick as ever?' });
      await eventually('a newcomer is answered at once', () => answersTo(around, newcomer).length > 0, 3_000);
    },
    60_000,
  );

  async function post(body: string): Promise<{ status: number; retryAfter: string | null; tookMs: number }> {
    const begun = performance.now();
    const signature = signatureOf(body, around.env['WHATSAPP_APP_SECRET'] ?? '');
    const response = await fetch(`${all.url}/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    await response.text();
    const tookMs = performance.now() - begun;
    return { status: response.status, retryAfter: response.headers.get('retry-after'), tookMs };
  }

  function bodyFrom(customer: string): string {
    const number = { phoneNumberId: around.env['WHATSAPP_PHONE_NUMBER_ID'] ?? '', displayPhoneNumber: '15550100001' };
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const written = { id: `wamid.${randomUUID()}`, customer, name: null, timestamp };
    return metaJson(messageBody(number, { ...written, type: 'text', payload: { body: `from ${customer}` } }));
  }

  let customers = 15_550_130_000;
  const newCustomer = (): string => String(customers++);
});

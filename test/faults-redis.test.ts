import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startRedisServer, withRedis } from '../lab/redis-server.js';
import { type OwnProcess, Processes } from '../lab/processes.js';
import { answersTo, call, eventually, startSurroundings, type Surroundings } from './support/system.js';

/** Longest answer to a webhook while Redis is away, for 99 of 100. */
const P99_MS = 500;
const DEGRADED = {
  status: 200,
  body: { status: 'degraded', checks: { database: 'connected', redis: 'disconnected' } },
};

describe.runIf(inject('lane') === 'redis')('A Redis that cannot be relied on (P7)', () => {
  const source = inject('redis');
  const program = source !== undefined && 'program' in source ? source.program : undefined;
  const processes = new Processes();
  let around: Surroundings;
  let web: OwnProcess;
  let uri: string;
  beforeAll(async () => {
    around = await startSurroundings();
    uri = around.env['REDIS_URI'] ?? '';
    web = await processes.start('main', { ...around.env, ROLE: 'web' });
    await processes.start('worker', around.env);
    around.simulator.webhookUrl = `${web.url}/webhook`;
  });
  afterAll(async () => {
    await processes.killAll();
    await around.stop();
  });

  it('flushed again and again under load, everybody is answered once', async () => {
    const writing = customersWrite(80, 25);
    for (let flushes = 0; flushes < 6; flushes++) {
      await pause(300);
      await withRedis(uri, (redis) => redis.flushdb());
    }
    const customers = await writing;
    await allAreAnswered(customers);
    expect(answeredTwice(customers)).toEqual([]);
  }, 60_000);

  it.runIf(program)(
    'killed, webhooks are taken as ever; started again, everybody is answered once',
    async () => {
      process.kill(await pidOfRedis(), 'SIGKILL');
      const customers = await customersWrite(100, 20);
      expect(await health()).toMatchObject(DEGRADED);
      expect(await p99OfWebhooks(customers)).toBeLessThan(P99_MS);

      // A process that starts meanwhile is no worse off.
      web = await processes.start('main', { ...around.env, ROLE: 'web' });
      around.simulator.webhookUrl = `${web.url}/webhook`;
      const takeover = await call(`${web.url}/api/v1/takeover`, 'POST', { phone: customers.pop() });
      expect(takeover).toMatchObject({ status: 200 });

      await startRedisServer(program ?? '', { port: Number(new URL(uri).port) });
      await allAreAnswered(customers);
      expect(answeredTwice(customers)).toEqual([]);
      await eventually('all is well again', async () => (await health()).body['status'] === 'healthy');
      const begun = Date.now();
      await allAreAnswered(await customersWrite(1, 0));
      expect(Date.now() - begun).toBeLessThan(3_000);
    },
    60_000,
  );

  it.runIf(program)(
    'frozen for five seconds, the same',
    async () => {
      const pid = await pidOfRedis();
      process.kill(pid, 'SIGSTOP');
      const frozen = pause(5_000);
      const customers = await customersWrite(100, 20);
      expect(await health()).toMatchObject(DEGRADED);
      await frozen;
      process.kill(pid, 'SIGCONT');
      expect(await p99OfWebhooks(customers)).toBeLessThan(P99_MS);
      await allAreAnswered(customers);
      expect(answeredTwice(customers)).toEqual([]);
    },
    60_000,
  );

  let lastCustomer = 15_550_160_000;

  /** So many customers write two messages each, one customer every `everyMs`. */
  async function customersWrite(count: number, everyMs: number): Promise<string[]> {
    const customers: string[] = [];
    for (let i = 0; i < count; i++) {
      const phone = String(++lastCustomer);
      for (const text of ['first', 'second']) around.simulator.writeAsCustomer(phone, { text });
      customers.push(phone);
      await pause(everyMs);
    }
    return customers;
  }

  const allAreAnswered = (customers: string[]): Promise<void> =>
    eventually('all are answered', () => customers.every((phone) => answersTo(around, phone).length > 0), 30_000);

  const answeredTwice = (customers: string[]): string[] =>
    customers.filter((phone) => answersTo(around, phone).length > 1);

  /** In milliseconds; each has to be taken at the first try. */
  async function p99OfWebhooks(customers: string[]): Promise<number> {
    const isMeant = new Set(customers);
    const firstTries = () =>
      around.simulator
        .deliveries()
        .filter(({ kind, customer }) => kind === 'message' && isMeant.has(customer))
        .flatMap(({ attempts: [first] }) => first ?? []);
    await eventually('each webhook was tried', () => firstTries().length === 2 * customers.length);
    expect(new Set(firstTries().map(({ status }) => status))).toEqual(new Set([200]));
    const times = firstTries().map(({ startedAt, endedAt }) => endedAt - startedAt);
    return times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] ?? Infinity;
  }

  const health = () => call(`${web.url}/health`, 'GET');

  const pidOfRedis = (): Promise<number> =>
    withRedis(uri, async (redis) => Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]));
});

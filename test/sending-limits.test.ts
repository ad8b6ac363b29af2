import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchange, newPhone, settled, write } from './support/conversation.js';
import { Processes } from '../lab/processes.js';
import {
  answersTo,
  eventually,
  startSurroundings,
  startSystem,
  type Surroundings,
  type TestSystem,
} from './support/system.js';

const phones = (count: number) => Array.from({ length: count }, newPhone);

describe('The limits of the platform', () => {
  let system: TestSystem;
  beforeEach(async () => {
    system = await startSystem();
  });
  afterEach(() => system.stop());

  const say = (phone: string, message: string) => system.call('POST', '/api/v1/operator-message', { phone, message });
  const requestsTo = (phone: string) => system.simulator.requests().filter(({ to }) => to === `+${phone}`);

  it('for one customer are kept before the call: 45 at once, the next ones in their order when they are paid back', async () => {
    const began = Date.now();
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await system.call('POST', '/api/v1/takeover', { phone });
    const texts: string[] = [];
    let answer: Record<string, unknown>;
    do {
      texts.push(`message ${texts.length}`);
      answer = (await say(phone, texts.at(-1) ?? '')).body;
    } while (answer['delivery'] === undefined && texts.length < 100);
    const paidBack = Math.floor((Date.now() - began) / 6_000);
    expect(texts.length).toBeGreaterThanOrEqual(45);
    expect(texts.length).toBeLessThanOrEqual(45 + paidBack);
    expect(answer).toMatchObject({ delivery: 'queued', reason: expect.stringContaining('no more messages to this') });
    texts.push('one more');
    expect((await say(phone, 'one more')).body).toMatchObject({ delivery: 'queued' });
    await settled(system, phone, 30_000);
    expect(answersTo(system, phone).slice(1)).toEqual(texts);
    expect(requestsTo(phone).filter(({ status }) => status !== 200)).toHaveLength(0);
  }, 60_000);

  it('that the platform finds reached for one customer hold that conversation alone', async () => {
    const [held = '', other = ''] = phones(2);
    const match = { phone: held };
    system.simulator.armFault({ face: 'whatsapp', kind: 'error', status: 400, code: 131_056, match });
    await Promise.all([write(system, held, 'a question'), write(system, other, 'another question')]);
    await settled(system, other);
    expect((await system.call('GET', '/api/v1/sending')).body).toMatchObject({ state: 'running' });
    await settled(system, held);
    const [first, second] = requestsTo(held);
    expect(second && first && second.receivedAt - (first.endedAt ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(answersTo(system, held)).toHaveLength(1);
  });
});

describe('A storm of 429', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ WORKER_CONCURRENCY: '2' });
  });
  afterAll(() => system.stop());

  it('makes hardly a request more, and everybody is answered after it', async () => {
    const error = { kind: 'error', status: 429, code: 130_429, retryAfter: 1, times: 1_000_000 } as const;
    system.simulator.armFault({ face: 'whatsapp', ...error });
    const refused = () => system.simulator.requests().filter(({ status }) => status === 429);
    const customers = phones(40);
    const written = (async () => {
      for (const phone of customers) await write(system, phone, 'a question');
    })();
    await eventually('it lasts two seconds', () => Date.now() > (refused()[0]?.receivedAt ?? Infinity) + 2_000);
    expect((await system.call('GET', '/api/v1/sending')).body).toMatchObject({ state: 'backing_off', code: 130_429 });
    expect((await system.call('GET', '/health')).body['checks']).not.toHaveProperty('sending');
    system.simulator.disarmFaults();

    await written;
    await Promise.all(customers.map((phone) => settled(system, phone, 60_000)));
    expect(customers.map((phone) => answersTo(system, phone).length)).toEqual(customers.map(() => 1));
    expect(refused().length).toBeLessThanOrEqual(customers.length / 10);
    expect(await system.rows('select 1 from message where attempts > 3')).toHaveLength(0);
    expect((await system.call('GET', '/api/v1/sending')).body).toEqual({ state: 'running', waiting: 0 });
  }, 90_000);
});

describe('The throughput of the number', () => {
  const processes = new Processes();
  let around: Surroundings;
  beforeAll(async () => {
    around = await startSurroundings({ WHATSAPP_MESSAGES_PER_SECOND: '10' });
    around.simulator.changeSettings({ strict: { throughput: 10 } });
    const [web] = await Promise.all([
      processes.start('main', { ...around.env, ROLE: 'web' }),
      processes.start('worker', around.env),
      processes.start('worker', around.env),
    ]);
    around.simulator.webhookUrl = `${web?.url}/webhook`;
  });
  afterAll(async () => {
    await processes.killAll();
    await around.stop();
  });

  it('is shared by all processes, used well, and never exceeded', async () => {
    const customers = phones(60);
    for (const phone of customers) around.simulator.writeAsCustomer(phone, { text: 'a question' });
    await eventually(
      'everybody is answered',
      () => customers.every((phone) => answersTo(around, phone).length === 1),
      60_000,
    );
    const requests = around.simulator.requests().filter(({ kind }) => kind === 'message');
    expect(requests.filter(({ status }) => status !== 200)).toHaveLength(0);
    expect(requests).toHaveLength(customers.length);
    const times = requests.map(({ receivedAt }) => receivedAt);
    const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThan(30);
  }, 90_000);
});

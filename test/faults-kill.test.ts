import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../sim/until.js';
import { type OwnProcess, Processes } from '../lab/processes.js';
import { answersTo, eventually, startSurroundings, type Surroundings } from './support/system.js';

/** In each, both workers die. */
const ROUNDS = 3;
/** Customers who write a burst before each kill. */
const NEW_CUSTOMERS = 6;
/** The lease of a dead worker's turn (10 s), and what follows it. */
const ANSWERED_WITHIN_MS = 30_000;

describe('Workers that are killed', () => {
  const processes = new Processes();
  let around: Surroundings;
  beforeAll(async () => {
    around = await startSurroundings();
    const web = await processes.start('main', { ...around.env, ROLE: 'web' });
    around.simulator.webhookUrl = `${web.url}/webhook`;
    around.simulator.changeSettings({ modelLatencyMs: [50, 500] });
  });
  afterAll(async () => {
    await processes.killAll();
    await around.stop();
  });

  it('leave nobody without an answer and give nobody two, wherever in a turn they die (P2, P3, P5)', async () => {
    const customers: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const worker of await startWorkers()) {
        customers.push(...writeBursts(customers.length));
        await pause(150 + Math.random() * 700);
        worker.signal('SIGKILL');
      }
    }
    await startWorkers();

    const areAnswered = (): boolean => customers.every((phone) => answersTo(around, phone).length > 0);
    if (!(await until(areAnswered, ANSWERED_WITHIN_MS))) await ageDoubts(around);
    await eventually('everybody is answered', areAnswered, ANSWERED_WITHIN_MS);
    await eventually('every send is settled', async () => (await unsettled(around)).length === 0);
    expect(customers.map((phone) => answersTo(around, phone).length)).toEqual(customers.map(() => 1));
    const [broken] = await around.rows<{ count: number }>(`select count(*)::int from turn where state = 'failed'`);
    expect(broken?.count, 'turns that a kill broke off').toBeGreaterThan(ROUNDS);
  }, 180_000);

  const startWorkers = (): Promise<OwnProcess[]> =>
    Promise.all([processes.start('worker', around.env), processes.start('worker', around.env)]);

  function writeBursts(from: number): string[] {
    const phones = Array.from({ length: NEW_CUSTOMERS }, (_, i) => String(15_550_140_000 + from + i));
    for (const phone of phones)
      for (const text of ['one', 'two', 'three']) around.simulator.writeAsCustomer(phone, { text: `${text} ${phone}` });
    return phones;
  }
});

/**
 * A kill between "I send this" and the request leaves a doubt that no status will ever settle; it is sent once more
 * when it is a minute old. By now whatever did go out has been reported, and the minute may be over.
 */
const ageDoubts = (around: Surroundings): Promise<unknown[]> =>
  around.rows(`update message set status = 'unconfirmed', due_at = now() where status in ('sending', 'unconfirmed')`);

const unsettled = (around: Surroundings): Promise<unknown[]> =>
  around.rows(`select 1 from message where status in ('queued', 'sending', 'unconfirmed')`);

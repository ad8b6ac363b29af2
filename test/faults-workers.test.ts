import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnProcess, Processes } from '../lab/processes.js';
import { answersTo, eventually, startSurroundings, type Surroundings } from './support/system.js';

describe('Several workers', () => {
  const processes = new Processes();
  let around: Surroundings;
  let workers: OwnProcess[];
  beforeAll(async () => {
    // The burst has to stay one while a hundred are being stored.
    around = await startSurroundings({ BUFFER_QUIET_MS: '700', BUFFER_MAX_MS: '5000' });
    const [web, ...others] = await Promise.all([
      processes.start('main', { ...around.env, ROLE: 'web' }),
      processes.start('worker', around.env),
      processes.start('worker', around.env),
    ]);
    workers = others;
    around.simulator.webhookUrl = `${web.url}/webhook`;
  });
  afterAll(async () => {
    await processes.killAll();
    await around.stop();
  });

  it('answer a hundred bursts at once, each once, and never two turns of a conversation at a time (P3)', async () => {
    const customers = Array.from({ length: 100 }, (_, i) => String(15_550_150_000 + i));
    for (const phone of customers)
      for (const text of ['one', 'two', 'three']) around.simulator.writeAsCustomer(phone, { text: `${text} ${phone}` });
    await eventually('all are answered', () => customers.every((phone) => answersTo(around, phone).length > 0), 30_000);
    await eventually('nothing is left to do', async () => (await unanswered(around)).length === 0);

    for (const phone of customers) {
      const [answer, ...more] = answersTo(around, phone);
      expect(more).toEqual([]);
      for (const text of ['one', 'two', 'three']) expect(answer).toContain(`${text} ${phone}`);
    }
    expect(await overlappingTurns(around)).toEqual([]);
  });

  it('a frozen one that comes back finds its turn given away: what it has to say is not sent (P2, P3)', async () => {
    const [frozen, idle] = workers as [OwnProcess, OwnProcess];
    const { simulator } = around;
    const phone = '15550151000';
    // Only the worker that is to be frozen is there to take the turn.
    idle.signal('SIGTERM');
    await idle.exit();
    simulator.armFault({ face: 'gemini', kind: 'slow', ms: 1_000, match: { text: 'think about it' } });
    simulator.writeAsCustomer(phone, { text: 'think about it' });
    await eventually('the turn runs', () => simulator.faults().every((fault) => fault.remaining === 0));
    frozen.signal('SIGSTOP');
    await processes.start('worker', around.env);

    await eventually('another one answers when the lease is over', () => answersTo(around, phone).length > 0, 25_000);
    frozen.signal('SIGCONT');
    // Its stop waits for the jobs it has, so all it had to say is said by then.
    frozen.signal('SIGTERM');
    expect(await frozen.exit()).toEqual({ code: 0, signal: null });
    expect(simulator.modelCalls().filter((call) => call.burst.includes('think about it'))).toHaveLength(2);
    expect(answersTo(around, phone)).toHaveLength(1);
    expect(simulator.requests().filter((request) => request.to === `+${phone}`)).toHaveLength(1);
    expect(await overlappingTurns(around)).toEqual([]);
  }, 60_000);
});

const unanswered = (around: Surroundings): Promise<unknown[]> =>
  around.rows('select 1 from conversation where burst_started_at is not null');

const overlappingTurns = (around: Surroundings): Promise<unknown[]> =>
  around.rows(
    `select a.*, b.* from turn a join turn b on b.conversation_id = a.conversation_id and b.id > a.id
      where a.started_at < coalesce(b.ended_at, 'infinity') and b.started_at < coalesce(a.ended_at, 'infinity')`,
  );

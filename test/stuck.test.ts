import { afterEach, describe, expect, it } from 'vitest';
import { exchange, messagesOf, newPhone, write } from './support/conversation.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, statusOf, webhook } from './support/webhook-body.js';

describe('Work that stands still', () => {
  let system: TestSystem;
  afterEach(() => system.stop());

  const backlog = async () => (await system.call('GET', '/stats')).body['backlog'] as Record<string, number>;
  const health = async () => (await system.call('GET', '/health')).body;

  it('shows in the oldest burst without an answer and the oldest job without a worker', async () => {
    system = await startSystem({ ROLE: 'web' });
    expect(await backlog()).toEqual({ oldest_unanswered_s: 0, oldest_wake_up_s: 0 });
    await write(system, newPhone(), 'is anybody there?');
    await eventually('both are told', async () => {
      const { oldest_unanswered_s: burst, oldest_wake_up_s: job } = await backlog();
      return Number(burst) >= 2 && Number(job) >= 1;
    });
    expect((await health())['checks']).not.toHaveProperty('backlog');
  });

  it('makes health degraded once a burst has waited for longer than any answer takes', async () => {
    system = await startSystem();
    await eventually('it is healthy', async () => (await health())['status'] === 'healthy');
    await system.rows(
      `insert into conversation (phone, burst_started_at, burst_last_at, claimed_until)
       values ($1, now() - interval '5 minutes', now() - interval '5 minutes', now() + interval '1 minute')`,
      [newPhone()],
    );
    expect(await health()).toMatchObject({
      status: 'degraded',
      checks: { backlog: 'stuck', workers: '1 workers active' },
    });
    expect((await backlog())['oldest_unanswered_s']).toBeGreaterThanOrEqual(300);
  });

  it('does not count what waits for a person', async () => {
    system = await startSystem();
    await system.rows(
      `insert into conversation (phone, owner, burst_started_at, burst_last_at)
       values ($1, 'human', now() - interval '1 hour', now() - interval '1 hour')`,
      [newPhone()],
    );
    expect(await backlog()).toMatchObject({ oldest_unanswered_s: 0 });
    expect((await health())['checks']).not.toHaveProperty('backlog');
  });

  it('does not keep reports from being read', async () => {
    system = await startSystem({ WORKER_CONCURRENCY: '1' });
    system.simulator.changeSettings({ statuses: [] });
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    const answer = async () => (await messagesOf(system, phone)).find(({ sender_type }) => sender_type === 'ai');
    const id = String((await answer())?.external_id);
    system.simulator.armFault({ face: 'gemini', kind: 'hang', match: { text: 'a long question' } });
    await write(system, newPhone(), 'a long question');
    const thinks = async () => (await system.rows(`select 1 from turn where state = 'running'`)).length === 1;
    await eventually('the only worker thinks', thinks);
    await deliver(system, webhook(system, { statuses: [statusOf(id, 'read')] }));
    await eventually('the report is read', async () => (await answer())?.status === 'read');
    expect(await thinks()).toBe(true);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { newPhone, write } from './support/conversation.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

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
});

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Readiness } from '../src/health/readiness.js';
import { exchange, newPhone, quiet, write } from './support/conversation.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

const onRedis = inject('lane') === 'redis';
const NO_JOBS = { waiting: 0, prioritized: 0, delayed: 0, active: 0, failed: 0 };

describe('Health', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ BUFFER_QUIET_MS: '1500', BUFFER_MAX_MS: '1500' });
  });
  afterAll(() => system.stop());

  it('is told in the words that existing clients read', async () => {
    // Workers take a moment to show themselves to the queue.
    await eventually('it is healthy', async () => (await system.call('GET', '/health')).body['status'] === 'healthy');
    const { status, body } = await system.call('GET', '/health');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        status: 'healthy',
        checks: {
          database: 'connected',
          redis: onRedis ? 'connected' : 'not configured',
          workers: '1 workers active',
        },
      },
    });
  });

  it('is told without a key, and in JSON', async () => {
    for (const path of ['/health', '/stats', '/health/live', '/health/ready']) {
      const { status, headers } = await system.call('GET', path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-type')).toContain('application/json');
    }
  });

  it('counts in its statistics the bursts that wait, and the jobs', async () => {
    const empty = {
      buffer: { active_buffers: 0 },
      conversations: { waiting: 0, human: 0, external: 0 },
      deduplication: { cache_type: onRedis ? 'redis' : 'postgres' },
      media: { waiting: 0, failed_24h: 0 },
      delivery: { sent_twice_24h: 0 },
      environment: 'test',
      sending: { state: 'running', reason: null, waiting: 0 },
      queues: { default: NO_JOBS, state: NO_JOBS },
      backlog: { oldest_unanswered_s: 0, oldest_wake_up_s: 0 },
      model: { away_since: null, waiting: 0 },
      assistant: expect.objectContaining({ today: expect.anything(), this_month: expect.anything() }),
    };
    expect((await system.call('GET', '/stats')).body).toEqual(empty);

    await Promise.all([write(system, newPhone(), 'one question'), write(system, newPhone(), 'another question')]);
    const statistics = async () => (await system.call('GET', '/stats')).body;
    expect(await statistics()).toMatchObject({ buffer: { active_buffers: 2 } });
    // Jobs are added after the webhook is acknowledged.
    await eventually('their jobs are counted', async () => {
      const { delayed, prioritized, active } = ((await statistics())['queues'] as { default: typeof NO_JOBS }).default;
      return delayed + prioritized + active > 0;
    });
    await quiet(system);
    // Delivery reports may come after that, and have a job of their own.
    await expect.poll(async () => (await system.call('GET', '/stats')).body, { timeout: 10_000 }).toEqual(empty);
  });

  it('does not count what waits for a person', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'I want to talk to a person');
    await write(system, phone, 'Hello?');
    expect((await system.call('GET', '/stats')).body).toMatchObject({ buffer: { active_buffers: 0 } });
  });

  it('answers the probes: live and ready', async () => {
    const live = await system.call('GET', '/health/live');
    expect(live.body).toEqual({ status: 'ok', info: {}, error: {}, details: {} });
    const ready = await system.call('GET', '/health/ready');
    const parts = { database: { status: 'up' }, process: { status: 'up' } };
    expect(ready.body).toEqual({ status: 'ok', info: parts, error: {}, details: parts });
  });
});

describe('Health of a process that does not work', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ ROLE: 'web' });
  });
  afterAll(() => system.stop());

  it('is degraded where nobody works, and still 200: customers are stored', async () => {
    const { status, body } = await system.call('GET', '/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', checks: { workers: '0 workers active' } });
    expect((await system.call('GET', '/health/ready')).status).toBe(200);
  });

  it('is not ready from the moment it leaves, though still live', async () => {
    system.app.get(Readiness).refuseWork();
    const { status, body } = await system.call('GET', '/health/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'error',
      error: { process: { status: 'down', reason: 'starting or stopping' } },
      info: { database: { status: 'up' } },
    });
    await eventually('it is live', async () => (await system.call('GET', '/health/live')).status === 200);
  });
});

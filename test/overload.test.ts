import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../src/infra/database/database.js';
import { newPhone, write } from './support/conversation.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

describe('A process with too much to do', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ ROLE: 'web' });
  });
  afterAll(() => system.stop());

  const read = () => system.call('GET', '/api/v1/conversations');

  it('turns readers away first, while it serves the platform, probes and operators who act', async () => {
    const db = system.app.get(Database);
    const sleepers = Array.from({ length: 10 }, () => db.query('select pg_sleep(1)'));
    const crowd = Array.from({ length: 300 }, () => db.query('select 1'));

    const { status, headers, body } = await read();
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('2');
    expect(body).toEqual({
      statusCode: 503,
      error: 'Service Unavailable',
      message: 'Too much to do at the moment',
    });
    expect((await system.call('GET', '/health/live')).status).toBe(200);
    expect((await system.call('POST', '/api/v1/handback', { phone: newPhone() })).status).toBe(404);
    await write(system, newPhone(), 'stored all the same');

    await Promise.all([...sleepers, ...crowd]);
    expect((await read()).status).toBe(200);
    const { body: metrics } = await system.call('GET', '/metrics');
    expect(metrics['text']).toContain('whatsapp_backend_shed_requests_total{caller="read"} 1\n');
  });

  it('does the same when its event loop is always late', async () => {
    const hog = setInterval(() => {
      for (const until = performance.now() + 350; performance.now() < until;);
    }, 1);
    await eventually('a reader is turned away', async () => (await read()).status === 503);
    await write(system, newPhone(), 'stored all the same');
    expect((await system.call('GET', '/health/live')).status).toBe(200);
    clearInterval(hog);
    await eventually('readers are served', async () => (await read()).status === 200);
  });
});

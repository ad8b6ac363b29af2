import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Processes, statusOf } from '../lab/processes.js';
import { answersTo, call, eventually, startSurroundings, type Surroundings } from './support/system.js';

describe('The processes of the system', () => {
  const processes = new Processes();
  let around: Surroundings;
  beforeAll(async () => {
    around = await startSurroundings();
  });
  afterAll(async () => {
    await processes.killAll();
    await around.stop();
  });

  it('the web role stores what customers write and runs no job; a worker answers it', async () => {
    const phone = '15550110001';
    const web = await processes.start('main', { ...around.env, ROLE: 'web' });
    around.simulator.webhookUrl = `${web.url}/webhook`;
    for (const text of ['one apple', 'two pears']) around.simulator.writeAsCustomer(phone, { text });
    await eventually('both messages are stored', async () => (await inbound(around, phone)) === 2);
    await pause(1_500);
    expect(around.simulator.modelCalls()).toHaveLength(0);
    expect(await workersOf(web.url)).toBe('0 workers active');

    const worker = await processes.start('worker', around.env);
    await eventually('the worker answers', () => answersTo(around, phone).length > 0);
    expect(answersTo(around, phone)).toHaveLength(1);
    expect(await workersOf(web.url)).toBe('1 workers active');

    for (const probe of ['/health/live', '/health/ready']) expect(await statusOf(worker.url + probe)).toBe(200);
    for (const route of ['/', '/health', '/stats', '/webhook', '/api/v1/conversations'])
      expect([route, await statusOf(worker.url + route)]).toEqual([route, 404]);
    expect((await call(`${worker.url}/webhook`, 'POST', {})).status).toBe(404);
  });
});

const inbound = async (around: Surroundings, phone: string): Promise<number> => {
  const rows = await around.rows(
    `select 1 from message m join conversation c on c.id = m.conversation_id
      where c.phone = $1 and m.direction = 'inbound'`,
    [phone],
  );
  return rows.length;
};

const workersOf = async (url: string): Promise<string> => {
  const { body } = await call(`${url}/health`, 'GET');
  return (body['checks'] as { workers: string }).workers;
};

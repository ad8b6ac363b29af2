import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Processes, statusOf, unusedPort } from '../lab/processes.js';
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

// Nothing here depends on where the queue is.
describe.runIf(inject('lane') === 'postgres')('A start that cannot work', () => {
  const processes = new Processes();
  let around: Surroundings;
  beforeAll(async () => {
    around = await startSurroundings();
  });
  afterAll(async () => {
    await processes.killAll();
    await around.stop();
  });

  /** What the program says before it ends with code 1; it must be words for a person, not a stack. */
  async function refusalOf(program: 'main' | 'worker', change: Record<string, string>): Promise<string> {
    const started = await processes.launch(program, { ...around.env, ...change });
    expect(await started.exit()).toEqual({ code: 1, signal: null });
    expect(started.output()).not.toMatch(/^\s+at /m);
    return started.output();
  }

  it.concurrent('names every wrong setting', async () => {
    const said = await refusalOf('worker', { DB_URL: 'mysql://x/y', LOG_LEVEL: 'loud', WORKER_CONCURRENCY: 'many' });
    expect(said).toContain('The settings are wrong:');
    for (const name of ['DB_URL', 'LOG_LEVEL', 'WORKER_CONCURRENCY'])
      expect(said).toMatch(new RegExp(`^ {2}- ${name}`, 'm'));
  });

  it.concurrent('names every setting that production needs', async () => {
    const { VERIFY_TOKEN: _, WHATSAPP_APP_SECRET: __, ...rest } = around.env;
    const started = await processes.launch('main', { ...rest, ENVIRONMENT: 'production' });
    expect(await started.exit()).toEqual({ code: 1, signal: null });
    for (const name of ['VERIFY_TOKEN', 'WHATSAPP_APP_SECRET', 'OPERATOR_API_KEYS'])
      expect(started.output()).toContain(`  - ${name} is required in production`);
  });

  it.concurrent.each([
    ['main', 'PORT'],
    ['worker', 'PROBE_PORT'],
  ] as const)('%s.js says that its port is taken, and which setting names it', async (program, setting) => {
    const { port, close } = await takePort();
    expect(await refusalOf(program, { [setting]: String(port) })).toBe(
      `Port ${port} is taken. Stop what listens there, or choose another with ${setting}.\n`,
    );
    close();
  });
});

/** Listens on a port, as another program would. */
async function takePort(): Promise<{ port: number; close: () => void }> {
  const port = await unusedPort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { port, close: () => server.close() };
}

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

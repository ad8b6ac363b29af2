import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Processes, unusedPort } from '../lab/processes.js';
import { startSurroundings, type Surroundings } from './support/system.js';

describe('A start that cannot work', () => {
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

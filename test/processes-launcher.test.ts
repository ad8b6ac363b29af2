import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../sim/embedded-postgres.js';
import { type OwnProcess, Processes, unusedPort } from '../lab/processes.js';
import { call, eventually } from './support/system.js';

// The launcher brings its own database and queue.
describe('npm start', () => {
  const processes = new Processes();
  const phone = '15550170001';
  let env: Record<string, string>;
  let directory: string;
  let simulator: string;
  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'test-launcher-'));
    // As root without user namespaces the database runs as `nobody`, who must get in.
    chmodSync(directory, 0o755);
    const port = await unusedPort();
    simulator = `http://127.0.0.1:${port}`;
    env = { DATA_DIR: path.join(directory, 'data'), SIM_PORT: String(port), BUFFER_QUIET_MS: '100' };
  });
  afterAll(async () => {
    await processes.killAll();
    await stopDatabaseLeftBehind();
    rmSync(directory, { recursive: true, force: true });
  });

  it('says what runs where, answers a customer, and stops with code 0 within 20 s', async () => {
    const started = await processes.start('launcher', env);
    await eventually('it says so', () => started.output().includes('Try it:'));
    expect(started.output()).toContain(`The AI WhatsApp backend runs at ${started.url} (Ctrl+C stops it).`);
    expect(started.output()).toContain(`simulator at ${simulator}`);
    expect(started.output()).toContain(env['DATA_DIR']);

    await eventually('the example shop is indexed', async () => {
      const { body } = await call(`${started.url}/api/v1/knowledge`, 'GET');
      return (body['items'] as unknown[]).length === 6;
    });
    await call(`${simulator}/sim/customers/${phone}/messages`, 'POST', { text: 'Do you deliver to Austria?' });
    await eventually('the customer is answered, from the example shop', async () =>
      (await thread()).some((said) => said.text?.includes('with the Austrian post, for 4.90 EUR') ?? false),
    );
    await stop(started);
  }, 90_000);

  it('started again it knows the conversation', async () => {
    const again = await processes.start('launcher', env);
    const { body } = await call(`${again.url}/api/v1/conversations`, 'GET');
    expect(JSON.stringify(body)).toContain(phone);

    const { port } = new URL(again.url);
    const second = await processes.launch('launcher', { ...env, PORT: port, DATA_DIR: path.join(directory, 'other') });
    expect(await second.exit()).toEqual({ code: 1, signal: null });
    expect(second.output()).toContain(`Port ${port} (PORT) is taken.`);
    expect(second.output()).toContain(`Port ${env['SIM_PORT']} (SIM_PORT) is taken.`);
    expect(second.output()).toMatch(/Choose another: PORT=\d+ SIM_PORT=\d+ npm start/);
    await stop(again);
  }, 90_000);

  async function thread(): Promise<{ direction: string; text?: string | null }[]> {
    const response = await fetch(`${simulator}/sim/customers/${phone}/messages`, {
      signal: AbortSignal.timeout(5_000),
    });
    return (await response.json()) as { direction: string; text?: string | null }[];
  }

  /** A launcher that had to be killed leaves its database running. */
  async function stopDatabaseLeftBehind(): Promise<void> {
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
    if (!files.some((file) => path.basename(file) === 'postmaster.pid')) return;
    const database = await startEmbeddedPostgres(env['DATA_DIR'] ?? '');
    await database.stop();
  }

  async function stop(started: OwnProcess): Promise<void> {
    started.signal('SIGTERM');
    expect(await started.exit(20_000)).toEqual({ code: 0, signal: null });
  }
});

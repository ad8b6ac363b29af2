import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries } from './embedded-postgres/binaries.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { until } from './until.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'embedded-postgres-'));
const running: EmbeddedPostgres[] = [];

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(dataDir);
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Another process that starts the server and then does nothing. */
const PARENT = `
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport('./sim/embedded-postgres.ts');
  const { pid } = await module.startEmbeddedPostgres(process.argv[1]);
  process.stdout.write('started ' + pid);
  setInterval(() => undefined, 1000);`;

async function startInAnotherProcess(): Promise<{ parent: ChildProcess; pid: number }> {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT, dataDir]);
  let said = '';
  for (const stream of [parent.stdout, parent.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => /started \d+$/.test(said), 30_000);
  expect(said).toMatch(/started \d+$/);
  return { parent, pid: Number(said.split(' ').at(-1)) };
}

describe('the embedded PostgreSQL', { timeout: 60_000 }, () => {
  beforeAll(() => {
    // As root without user namespaces the server runs as `nobody`, who must get in.
    chmodSync(dataDir, 0o755);
    // What an interrupted first start leaves.
    mkdirSync(path.join(dataDir, 'postgres-18.unfinished/data'), { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres-18.unfinished/data/PG_VERSION'), '18\n');
  });
  afterEach(() => Promise.all(running.splice(0).map((postgres) => postgres.stop())));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('starts from nothing, and over what an interrupted first start left', async () => {
    const { url, reused } = await start();
    expect(reused).toBe(false);
    expect(await query(url, 'select current_database()')).toEqual(['app']);
    expect(new URL(url).hostname).toBe('127.0.0.1');
  });

  it('commits durably and knows the letters of every script', async () => {
    const { url } = await start();
    expect(await query(url, 'show fsync')).toEqual(['on']);
    expect(await query(url, 'show synchronous_commit')).toEqual(['on']);
    expect(await query(url, `select lower('ÀÉЖ')`)).toEqual(['àéж']);
  });

  it('lets nobody in without the password', async () => {
    const url = new URL((await start()).url);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps what was committed over a stop and over kill -9 of the server', async () => {
    const first = await start();
    await query(first.url, 'create table note (text text)');
    await query(first.url, `insert into note values ('before the stop')`);
    await first.stop();
    const second = await start();
    await query(second.url, `insert into note values ('before the kill')`);
    process.kill(second.pid, 'SIGKILL');
    const third = await start();
    expect(third.reused).toBe(false);
    expect(await query(third.url, 'select text from note')).toEqual(['before the stop', 'before the kill']);
  });

  it('takes over the server of a process that was killed, and then stops it', async () => {
    const { parent, pid } = await startInAnotherProcess();
    parent.kill('SIGKILL');
    const postgres = await start();
    expect(postgres).toMatchObject({ reused: true, pid });
    await postgres.stop();
    await expect(query(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('refuses a second user of the same directory and leaves the first alone', async () => {
    const { url } = await start();
    await expect(startEmbeddedPostgres(dataDir)).rejects.toThrow('is used by another process');
    expect(await query(url, 'select 1')).toEqual([1]);
  });

  it('starts although its process number belongs to another program by now', async () => {
    const { pid } = await start();
    const note = path.join(dataDir, 'postgres-18/data/postmaster.pid');
    const lines = readFileSync(note, 'utf8').split('\n');
    process.kill(pid, 'SIGKILL');
    const { url } = await start();
    await running.at(-1)?.stop();
    writeFileSync(note, [process.ppid, ...lines.slice(1)].join('\n'), { mode: 0o600 });
    const again = await start();
    expect(again.url).not.toBe(url);
    expect(await query(again.url, 'select 1')).toEqual([1]);
  });

  it('says what to do on a platform it has no PostgreSQL for', () => {
    expect(() => findBinaries('linux', 'riscv64')).toThrow(
      /@embedded-postgres\/linux-riscv64 is missing .* Set DB_URL to a PostgreSQL/,
    );
  });
});

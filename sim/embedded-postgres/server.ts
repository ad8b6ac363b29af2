import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../loopback.js';
import { until } from '../until.js';
import { advice } from './account.js';
import type { Cluster } from './cluster.js';
import { isRunning, type Postmaster, readPostmaster, signal } from './postmaster.js';

/** Long enough to replay what a crash left in the write-ahead log. */
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const LOG_KEPT_CHARACTERS = 4_000;
/** What passes by itself: the children of a killed server are still leaving, or somebody took the port first. */
const PASSES = /pre-existing shared memory block|could not bind|another postmaster/i;
const TRIES = 5;

export const serverUrl = ({ password }: Cluster, { port }: Postmaster, database: string): string =>
  `postgres://app:${password}@127.0.0.1:${port}/${database}`;

/** The server that already runs on these files, or is just starting on them, if there is one. */
export async function findServer(cluster: Cluster): Promise<Postmaster | undefined> {
  let found: Postmaster | undefined;
  const settled = await until(async () => {
    found = isRunning(cluster.data) ? readPostmaster(cluster.data) : undefined;
    return found === undefined || (await answers(cluster, found));
  }, START_LIMIT_MS);
  if (settled) return found;
  throw new Error(`The PostgreSQL on ${cluster.data} (process ${found?.pid}) does not answer. End it, then try again.`);
}

/** Starts a server on a loopback port, a free one unless it is given, and waits until it answers. */
export async function launchServer(
  cluster: Cluster,
  program: string,
  settings: Record<string, string>,
  port?: number,
): Promise<Postmaster> {
  let complaint = '';
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const outcome = await tryLaunch(cluster, program, settings, port ?? (await freePort()));
    if (typeof outcome !== 'string') return outcome;
    complaint = outcome.trim() || 'it said nothing';
    if (!PASSES.test(complaint)) break;
    await pause(500);
  }
  throw new Error(`The embedded PostgreSQL on ${cluster.data} did not start: ${complaint}\n${advice()}`);
}

/** Stops a server: open transactions are rolled back. After ten seconds it is cut off and recovers at the next start. */
export async function stopServer({ data }: Cluster, { pid }: Postmaster): Promise<void> {
  for (const name of ['SIGINT', 'SIGQUIT'] as const) {
    if (readPostmaster(data)?.pid !== pid) return;
    signal(pid, name);
    if (await until(() => !isRunning(data), STOP_LIMIT_MS)) return;
  }
}

/** The server once it answers, or else what it said before it ended. */
async function tryLaunch(
  cluster: Cluster,
  program: string,
  settings: Record<string, string>,
  port: number,
): Promise<Postmaster | string> {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [file, args] = cluster.account.command(program, ['-D', cluster.data, '-p', String(port), ...options]);
  // Detached: the terminal's Ctrl+C is for us; the database stops after what uses it.
  const child = spawn(file, args, {
    ...cluster.account.identity,
    cwd: cluster.data,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const server = { pid: child.pid ?? 0, port };
  const story = follow(child);
  const answered = await until(async () => story.ended || (await answers(cluster, server)), START_LIMIT_MS);
  if (answered && !story.ended) return server;
  child.kill('SIGQUIT');
  return story.log;
}

/** Keeps the last of what a process says, without keeping us alive for it. */
function follow(child: ChildProcess): { log: string; ended: boolean } {
  const story = { log: '', ended: false };
  const note = (text: string): string => (story.log = (story.log + text).slice(-LOG_KEPT_CHARACTERS));
  child.stderr?.on('data', (chunk: Buffer) => note(chunk.toString()));
  child.once('error', (error) => {
    note(error.message);
    story.ended = true;
  });
  child.once('exit', () => (story.ended = true));
  child.unref();
  return story;
}

/** Whether the server lets us in and is the one on these files. */
async function answers(cluster: Cluster, server: Postmaster): Promise<boolean> {
  const client = new Client({
    connectionString: serverUrl(cluster, server, 'postgres'),
    connectionTimeoutMillis: 1_000,
    query_timeout: 1_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string }>(`select current_setting('data_directory') as data`);
    return rows[0]?.data === cluster.data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

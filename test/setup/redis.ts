import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { inject } from 'vitest';
import { freePort } from '../../sim/loopback.js';
import { until } from '../../sim/until.js';
import { guard } from './guard.js';

const START_LIMIT_MS = 10_000;

/**
 * An empty Redis for one test file in the Redis lane, undefined in the Postgres lane. Where we may start one it is a
 * server of its own, which a test may flush, freeze or kill (`INFO server` names its process); with REDIS_URI it is one
 * database of that server, so such a test has to be content with FLUSHDB. It ends with the file.
 */
export async function freshRedis(): Promise<string | undefined> {
  if (inject('lane') === 'postgres') return undefined;
  const source = inject('redis');
  if ('program' in source) return startRedis(source.program);
  if ('uri' in source) return emptyDatabaseOf(source.uri);
  throw new Error(source.missing);
}

/** Starts an empty server, on this port if one is given. It ends with the file. */
export async function startRedis(program: string, chosen?: number): Promise<string> {
  const directory = mkdtempSync(path.join(tmpdir(), 'test-redis-'));
  const port = chosen ?? (await freePort());
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: directory };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn(program, args, { stdio: 'ignore', detached: true }).on('error', () => undefined);
  server.unref();
  if (server.pid === undefined) throw new Error(`${program} could not be started`);
  guard(server.pid, directory);
  const uri = `redis://127.0.0.1:${port}`;
  if (!(await until(() => answers(uri), START_LIMIT_MS))) throw new Error(`${program} on ${uri} does not answer`);
  return uri;
}

async function answers(uri: string): Promise<boolean> {
  return withRedis(uri, (redis) => redis.ping()).then(
    () => true,
    () => false,
  );
}

/** Each of vitest's workers has a database of its own, counted down from the last. */
export const databaseOf = (uri: string, worker: number): string =>
  Object.assign(new URL(uri), { pathname: `/${16 - worker}` }).href;

async function emptyDatabaseOf(uri: string): Promise<string> {
  const database = databaseOf(uri, Number(process.env['VITEST_POOL_ID']));
  await withRedis(database, (redis) => redis.flushdb());
  return database;
}

export async function withRedis<T>(uri: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(uri, { lazyConnect: true, retryStrategy: () => null, commandTimeout: 2_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

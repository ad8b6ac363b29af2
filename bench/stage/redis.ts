import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../sim/loopback.js';
import { startProgram } from './program.js';
import type { Teardown } from './teardown.js';

export interface BenchRedis {
  uri: string;
  version: string;
  /** Undefined when the server does not run on this machine. */
  pid: number | undefined;
}

/**
 * The server in `REDIS_URI`, which has to be empty and is emptied again, else a `redis-server` of ours that writes its
 * log to disk each second, as one for queues should.
 */
export async function openRedis(directory: string, teardown: Teardown): Promise<BenchRedis> {
  const given = process.env['REDIS_URI'] ?? '';
  const uri = given === '' ? await startServer(directory, teardown) : given;
  const redis = new Redis(uri, { retryStrategy: () => null });
  redis.on('error', () => undefined);
  if ((await redis.dbsize()) > 0)
    throw new Error('The Redis in REDIS_URI is not empty; benchmarks need one to themselves');
  teardown.add(async () => {
    await redis.flushdb();
    redis.disconnect();
  });
  const info = await redis.info('server');
  const found = (name: string): string => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
  const isHere = ['127.0.0.1', 'localhost'].includes(new URL(uri).hostname);
  return { uri, version: found('redis_version'), pid: isHere ? Number(found('process_id')) : undefined };
}

async function startServer(directory: string, teardown: Teardown): Promise<string> {
  const home = path.join(directory, 'redis');
  mkdirSync(home);
  const port = String(await freePort());
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'yes', appendfsync: 'everysec', dir: home };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const uri = `redis://127.0.0.1:${port}`;
  const server = await startProgram('redis-server', [...args, '--logfile', path.join(home, 'log')], { cwd: home }, () =>
    answers(uri),
  );
  teardown.add(() => server.stop());
  return uri;
}

async function answers(uri: string): Promise<boolean> {
  const redis = new Redis(uri, { lazyConnect: true, retryStrategy: () => null, commandTimeout: 1_000 });
  redis.on('error', () => undefined);
  return redis
    .connect()
    .then(() => redis.ping())
    .then(
      () => true,
      () => false,
    )
    .finally(() => redis.disconnect());
}

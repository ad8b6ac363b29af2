import { Redis } from 'ioredis';
import { startRedisServer } from '../../lab/redis-server.js';
import type { Teardown } from '../../lab/teardown.js';

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
export async function openRedis(teardown: Teardown): Promise<BenchRedis> {
  const given = process.env['REDIS_URI'] ?? '';
  const uri = given === '' ? await startServer(teardown) : given;
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

async function startServer(teardown: Teardown): Promise<string> {
  const server = await startRedisServer('redis-server', { durable: true });
  teardown.add(() => server.stop());
  return server.uri;
}

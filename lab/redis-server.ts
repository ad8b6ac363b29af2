import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { until } from '../sim/until.js';
import { guard } from './guard.js';
import { unusedPort } from './processes.js';

const START_LIMIT_MS = 10_000;

/** A `redis-server` of our own, on loopback. */
export interface RedisServer {
  uri: string;
  pid: number;
  port: number;
  /** Kills it, and with it whatever it knew. */
  kill(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts an empty server that ends with this process. It keeps nothing on disk, unless it is to be `durable` as one for
 * queues should be: then its log is written each second.
 * @param chosen the port; a free one unless given.
 */
export async function startRedisServer(
  program: string,
  { port: chosen, durable = false }: { port?: number; durable?: boolean } = {},
): Promise<RedisServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'redis-'));
  const port = chosen ?? (await unusedPort());
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: durable ? 'yes' : 'no', dir: directory };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn(program, args, { stdio: 'ignore', detached: true }).on('error', () => undefined);
  server.unref();
  if (server.pid === undefined) throw new Error(`${program} could not be started`);
  const { end: stop } = guard(server.pid, directory);
  const uri = `redis://127.0.0.1:${port}`;
  if (await until(() => answers(uri), START_LIMIT_MS))
    return { uri, pid: server.pid, port, kill: () => killed(server), stop };
  throw new Error(`${program} on ${uri} does not answer`);
}

async function killed(server: ChildProcess): Promise<void> {
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}

const answers = (uri: string): Promise<boolean> =>
  withRedis(uri, (redis) => redis.ping()).then(
    () => true,
    () => false,
  );

/** Talks to a Redis on a connection of its own; each command has two seconds. */
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

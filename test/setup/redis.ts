import { inject } from 'vitest';
import { startRedisServer, withRedis } from '../../lab/redis-server.js';

/**
 * An empty Redis for one test file in the Redis lane, undefined in the Postgres lane. Where we may start one it is a
 * server of its own, which a test may flush, freeze or kill (`INFO server` names its process); with REDIS_URI it is one
 * database of that server, so such a test has to be content with FLUSHDB. It ends with the file.
 */
export async function freshRedis(): Promise<string | undefined> {
  if (inject('lane') === 'postgres') return undefined;
  const source = inject('redis');
  if ('program' in source) return (await startRedisServer(source.program)).uri;
  if ('uri' in source) return emptyDatabaseOf(source.uri);
  throw new Error(source.missing);
}

/** Each of vitest's workers has a database of its own, counted down from the last. */
export const databaseOf = (uri: string, worker: number): string =>
  Object.assign(new URL(uri), { pathname: `/${16 - worker}` }).href;

async function emptyDatabaseOf(uri: string): Promise<string> {
  const database = databaseOf(uri, Number(process.env['VITEST_POOL_ID']));
  await withRedis(database, (redis) => redis.flushdb());
  return database;
}

import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { readSettings } from '../../src/infra/config/read-settings.js';
import { migrate } from '../../src/infra/database/migrate.js';
import { administer, urlOf } from '../../lab/database.js';
import { PostgresServer } from '../../lab/postgres-server.js';
import { findRedis, type RedisSource } from '../../lab/redis-program.js';
import { withRedis } from '../../lab/redis-server.js';
import type { DatabaseSource } from './provided.js';
import { databaseOf } from './redis.js';

type Teardown = () => Promise<void>;

/** Throw-away data: nothing has to survive a crash. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** Provides the servers of one lane before its first file runs, and removes what was made after the last. */
export default async function servers(project: TestProject): Promise<Teardown> {
  const teardowns: Teardown[] = [];
  await provideDatabase(project, teardowns);
  if (project.config.provide.lane === 'redis') await provideRedis(project, teardowns);
  return async () => {
    for (const teardown of teardowns.toReversed()) await teardown();
  };
}

/** Both lanes use one server; the first one to come makes it. */
async function provideDatabase(project: TestProject, teardowns: Teardown[]): Promise<void> {
  const lanes = project.vitest.projects.map((lane) => lane.getProvidedContext());
  const source = lanes.find(({ database }) => database !== undefined)?.database ?? (await makeDatabase(teardowns));
  project.provide('database', source);
}

async function makeDatabase(teardowns: Teardown[]): Promise<DatabaseSource> {
  const given = process.env['DB_URL'] ?? '';
  const url = given === '' ? await startPostgres(teardowns) : given;
  const template = `ai_whatsapp_test_${randomBytes(4).toString('hex')}`;
  await administer(url, `create database ${template}`);
  if (given !== '') teardowns.push(() => administer(url, `drop database if exists ${template} with (force)`));
  await migrate(readSettings({ DB_URL: urlOf(url, template), ENVIRONMENT: 'test' }));
  return { url, template };
}

async function startPostgres(teardowns: Teardown[]): Promise<string> {
  const postgres = await PostgresServer.start(FAST);
  teardowns.push(() => postgres.stop());
  return postgres.url;
}

async function provideRedis(project: TestProject, teardowns: Teardown[]): Promise<void> {
  const source = findRedis();
  project.provide('redis', source);
  if ('uri' in source) await claimDatabases(source, project.vitest.config.maxWorkers, teardowns);
}

/** Tests flush the databases they use, so these have to be empty beforehand. */
async function claimDatabases(
  { uri }: RedisSource & { uri: string },
  workers: number,
  teardowns: Teardown[],
): Promise<void> {
  for (let worker = 1; worker <= workers; worker++) {
    const database = databaseOf(uri, worker);
    const { pathname, host } = new URL(database);
    if ((await withRedis(database, (redis) => redis.dbsize())) > 0)
      throw new Error(
        `The tests flush database ${pathname.slice(1)} of the Redis at ${host}; it has to be empty before.`,
      );
    teardowns.push(async () => void (await withRedis(database, (redis) => redis.flushdb())));
  }
}

import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { Settings } from '../config/settings.js';
import { MEMORY_SCHEMA } from './schemas.js';
import { dataSourceOptions } from './data-source.options.js';

/** Any fixed number: whoever holds it is the one that migrates. */
const MIGRATION_LOCK = 7_215_331;
/** A migration may take longer than a request's statement. */
const STATEMENT_LIMIT_MS = 10 * 60_000;

/**
 * Brings the three schemas up to date: ours, LangGraph's memory, and the queue's (used when there is no Redis).
 * Any number of processes may call it at once; they queue on an advisory lock. Safe to repeat.
 */
export async function migrate(settings: Settings): Promise<void> {
  const pool = new pg.Pool({
    connectionString: settings.DB_URL,
    max: 2,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_LIMIT_MS,
  });
  const client = await pool.connect().catch((error: unknown) => {
    void pool.end();
    throw error;
  });
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrateOwnTables(settings.DB_URL);
    await new PostgresSaver(pool, undefined, { schema: MEMORY_SCHEMA }).setup();
    await runMigrations(client);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
    await pool.end();
  }
}

async function migrateOwnTables(url: string): Promise<void> {
  const options = dataSourceOptions(url);
  const dataSource = new DataSource({
    ...options,
    extra: { ...options.extra, query_timeout: STATEMENT_LIMIT_MS, statement_timeout: STATEMENT_LIMIT_MS, max: 2 },
  });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { readSettings } from '../../src/infra/config/read-settings.js';
import { migrate } from '../../src/infra/database/migrate.js';
import { administer, urlOf } from '../../lab/database.js';
import { PostgresServer } from '../../lab/postgres-server.js';
import { NOTE_STEPS } from '../history/read-dump.js';

/**
 * A commit is written before it is acknowledged, so that it outlives `kill -9`; it does not wait for the disk, because
 * no row pulls the plug of the machine.
 */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '800' };
const TEMPLATE = 'faults_template';

/** A Postgres with a database to copy for each scene. */
export class DatabaseServer {
  private constructor(readonly postgres: PostgresServer) {}

  /** @param directory for its data; a new one unless given. */
  static async start(directory?: string): Promise<DatabaseServer> {
    const postgres = await PostgresServer.start(SETTINGS, directory);
    await administer(postgres.url, `create database ${TEMPLATE}`);
    const template = urlOf(postgres.url, TEMPLATE);
    await migrate(readSettings({ DB_URL: template, ENVIRONMENT: 'test' }));
    await administer(template, NOTE_STEPS);
    return new DatabaseServer(postgres);
  }

  /** The address of a new, migrated database. */
  async database(): Promise<string> {
    const name = `scene_${randomBytes(4).toString('hex')}`;
    await administer(this.postgres.url, `create database ${name} template ${TEMPLATE}`);
    return urlOf(this.postgres.url, name);
  }

  stop(): Promise<void> {
    return this.postgres.stop();
  }
}

/** Two connections for looking; a server that dies takes them along without a word. */
export function poolFor(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000, query_timeout: 30_000 });
  pool.on('error', () => undefined);
  return pool;
}

import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../sim/embedded-postgres.js';
import { readSettings } from '../../src/infra/config/read-settings.js';
import { migrate } from '../../src/infra/database/migrate.js';
import { administer, urlOf } from '../../lab/database.js';
import { parentOf } from '../../lab/proc.js';
import type { Teardown } from '../../lab/teardown.js';

/** A server for benchmarks, with a migrated database of its own. */
export interface BenchPostgres {
  url: string;
  version: string;
  /** The server's first process; undefined when it does not run on this machine. */
  pid: number | undefined;
  /** For looking and for making data; not what the product uses. */
  pool: pg.Pool;
}

/** The server in `DB_URL`, else the embedded one with its usual settings: a commit waits for the disk. */
export async function openPostgres(directory: string, teardown: Teardown): Promise<BenchPostgres> {
  const given = process.env['DB_URL'] ?? '';
  const server = given === '' ? await startServer(directory, teardown) : given;
  const name = `ai_whatsapp_bench_${randomBytes(4).toString('hex')}`;
  await administer(server, `create database ${name}`);
  teardown.add(() => administer(server, `drop database if exists ${name} with (force)`));
  const url = urlOf(server, name);
  await migrate(readSettings({ DB_URL: url }));
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  teardown.add(() => pool.end());
  const { rows } = await pool.query<{ version: string; pid: number }>(
    `select current_setting('server_version') as version, pg_backend_pid() as pid`,
  );
  const { version = '', pid = 0 } = rows[0] ?? {};
  return { url, version, pid: isHere(url) ? parentOf(pid) : undefined, pool };
}

const isHere = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

async function startServer(directory: string, teardown: Teardown): Promise<string> {
  const home = path.join(directory, 'postgres');
  mkdirSync(home);
  // As root without user namespaces the server runs as `nobody`, who must get in.
  for (const passed of [directory, home]) chmodSync(passed, 0o755);
  const server = await startEmbeddedPostgres(home);
  teardown.add(() => server.stop());
  return server.url;
}

import { Client } from 'pg';
import { findBinaries } from './embedded-postgres/binaries.js';
import { type Cluster, openCluster } from './embedded-postgres/cluster.js';
import { type Postmaster, signal } from './embedded-postgres/postmaster.js';
import { findServer, launchServer, serverUrl, stopServer } from './embedded-postgres/server.js';
import { until } from './until.js';

/** A real PostgreSQL that came with `npm ci`, reachable on loopback only. */
export interface EmbeddedPostgres {
  /** Where the database is, with its random password. */
  url: string;
  /** True when the server was still running: the process that started it ended without stopping it. */
  reused: boolean;
  /** The server's process, for whoever wants to freeze or kill it. */
  pid: number;
  /** Stops the server. Takes 20 seconds at most; calling it again does nothing. */
  stop(): Promise<void>;
}

/** Little idle memory and few processes. What makes a commit survive a crash (fsync, synchronous_commit) stays on. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '48MB',
  huge_pages: 'off',
  io_method: 'sync',
  jit: 'off',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  autovacuum_worker_slots: '2',
  autovacuum_max_workers: '2',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  timezone: 'UTC',
  log_min_messages: 'error',
};

/** Any fixed number: whoever holds it uses this server, and the server forgets it when the holder dies. */
const USER_LOCK = 7_215_330;
const USER_LOCK_LIMIT_MS = 3_000;

/**
 * Starts PostgreSQL on `dataDir`, or takes over the one that still runs there, and makes `database` if it is missing.
 * One process at a time uses a data directory. The server also stops when this process ends by itself; after
 * `kill -9` it lives on, and the next start takes it over.
 * @param options.settings PostgreSQL settings that replace ours, such as `{ fsync: 'off' }` for throw-away data.
 * @param options.port where a server that is started listens; a free port unless given.
 * @throws Error that says what to do: no package for this platform, files of another user, directory in use.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: { database?: string; settings?: Record<string, string>; port?: number } = {},
): Promise<EmbeddedPostgres> {
  const binaries = findBinaries();
  const settings = { ...SETTINGS, ...options.settings };
  const cluster = await openCluster(dataDir, binaries, options.settings?.['fsync'] !== 'off');
  const found = await findServer(cluster);
  const server = found ?? (await launchServer(cluster, binaries.postgres, settings, options.port));
  const admin = await claim(cluster, server);
  const database = options.database ?? 'app';
  const stop = stopOnce(cluster, server, admin);
  await ensureDatabase(admin, database).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url: serverUrl(cluster, server, database), reused: found !== undefined, pid: server.pid, stop };
}

/** Becomes the one user of the server, for as long as the returned connection is open. */
async function claim(cluster: Cluster, server: Postmaster): Promise<Client> {
  const client = new Client({
    connectionString: serverUrl(cluster, server, 'postgres'),
    application_name: 'embedded-postgres',
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  const claimed = await until(async () => {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [USER_LOCK]);
    return rows[0]?.mine === true;
  }, USER_LOCK_LIMIT_MS);
  if (claimed) return client;
  await client.end();
  throw new Error(
    `The database in ${cluster.data} is used by another process. Stop that one, or use another directory.`,
  );
}

async function ensureDatabase(admin: Client, database: string): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [database]);
  if (rowCount === 0) await admin.query(`create database ${admin.escapeIdentifier(database)}`);
}

/** Also covers the ends that leave no time to wait: `process.exit` and an error nobody caught. */
function stopOnce(cluster: Cluster, server: Postmaster, admin: Client): () => Promise<void> {
  const atExit = (): void => signal(server.pid, 'SIGINT');
  process.once('exit', atExit);
  let stopped: Promise<void> | undefined;
  return () =>
    (stopped ??= (async () => {
      await admin.end().catch(() => undefined);
      await stopServer(cluster, server);
      process.off('exit', atExit);
    })());
}

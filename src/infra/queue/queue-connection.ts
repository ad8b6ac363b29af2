import { Logger } from '@nestjs/common';
import { type ConnectionOptions, createPostgresBackend, createRedisBackend, setDefaultBackendFactory } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Settings } from '../config/settings.js';
import { surviveItsEnd } from '../database/data-source.options.js';
import { closeDeadLines } from '../database/dead-lines.js';
import { QUEUE_SCHEMA } from '../database/schemas.js';
import { watchListeners } from './listener-watch.js';

/** A command that takes longer is given up; it may still land, which is why every job may run twice. */
const COMMAND_LIMIT_MS = 1_500;
/**
 * A line on which Redis owes an answer for longer than this is dead, whatever TCP says: after a failover, or behind a
 * firewall that forgot it, nobody would notice for hours. It is closed, and another one opened.
 */
export const SILENCE_LIMIT_MS = 3_000;
/** A worker waits for a job this long at a time, in seconds: the line on which it waits is never silent for longer. */
export const LONGEST_WAIT_S = 2;
/** A statement of the queue in Postgres; they take milliseconds. */
const STATEMENT_LIMIT_MS = 2_500;
/** One LISTEN client a worker, and a few for adding and fetching jobs. */
const QUEUE_POOL_SIZE = 8;

/** The connections of one process to its broker. */
export interface QueueConnection {
  backend: 'redis' | 'postgres';
  /** Which of a Redis' databases it is; null in Postgres. */
  database: number | null;
  /** For adding and counting: fails at once while the broker is away, so that intake does not depend on it. */
  producer: ConnectionOptions;
  /** For workers: waits for the broker to come back. */
  worker: ConnectionOptions;
  /** False while there is no connection to the broker; true does not promise that it answers. */
  isUp: () => boolean;
  /** Whether the broker answers within `limitMs`; null where the broker is Postgres itself. */
  ping: ((limitMs: number) => Promise<boolean>) | null;
  close(): Promise<void>;
}

const logger = new Logger('Queue');

const redisConnection = (uri: string): QueueConnection => {
  const producer = new Redis(uri, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_LIMIT_MS,
    connectTimeout: COMMAND_LIMIT_MS,
    socketTimeout: SILENCE_LIMIT_MS,
  });
  const worker = new Redis(uri, {
    maxRetriesPerRequest: null,
    connectTimeout: COMMAND_LIMIT_MS,
    socketTimeout: SILENCE_LIMIT_MS,
  });
  for (const client of [producer, worker]) client.on('error', (error) => logger.debug(`Redis: ${error.message}`));
  return {
    backend: 'redis',
    database: producer.options.db ?? 0,
    producer,
    worker,
    isUp: () => producer.status === 'ready',
    ping: (limitMs) => answers(producer, limitMs),
    close: async () => {
      producer.disconnect();
      worker.disconnect();
    },
  };
};

/** While a job is put off, a worker would wait for ten seconds at a time. */
const backendOnRedis: typeof createRedisBackend = (...how) =>
  Object.defineProperty(createRedisBackend(...how), 'maximumBlockTimeout', { value: LONGEST_WAIT_S });

const answers = async (redis: Redis, limitMs: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), limitMs)));
  const pong = redis.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([pong, limit]).finally(() => clearTimeout(timer));
};

const postgresConnection = (url: string): QueueConnection => {
  setDefaultBackendFactory(createPostgresBackend);
  const pool = new pg.Pool({
    connectionString: url,
    max: QUEUE_POOL_SIZE,
    options: `-c search_path=${QUEUE_SCHEMA}`,
    application_name: 'ai-whatsapp-backend queue',
    connectionTimeoutMillis: 2_000,
    query_timeout: STATEMENT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    idle_in_transaction_session_timeout: STATEMENT_LIMIT_MS,
    keepAlive: true,
  }).on('connect', surviveItsEnd);
  const connection = pool as unknown as ConnectionOptions;
  closeDeadLines(pool);
  const endWatch = watchListeners(pool);
  const close = (): Promise<void> => {
    endWatch();
    return pool.end();
  };
  return {
    backend: 'postgres',
    database: null,
    producer: connection,
    worker: connection,
    isUp: () => true,
    ping: null,
    close,
  };
};

/** Opens the broker's connections: Redis when one is set, else the queue's own schema in Postgres. */
export function openQueueConnection(settings: Settings): QueueConnection {
  const redisUri = settings.queueRedisUri;
  if (redisUri !== undefined) {
    setDefaultBackendFactory(backendOnRedis);
    return redisConnection(redisUri);
  }
  return postgresConnection(settings.DB_URL);
}

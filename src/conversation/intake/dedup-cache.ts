import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Settings } from '../../infra/config/settings.js';
import { Database } from '../../infra/database/database.js';
import { SILENCE_LIMIT_MS } from '../../infra/queue/queue-connection.js';

/** The platform repeats a webhook for at most seven days. */
const KEPT_MS = 7 * 24 * 60 * 60_000;
/** Newest ids kept; some 30 MB in Redis. */
const KEPT_IDS = 200_000;
const COMMAND_LIMIT_MS = 150;
/** After a failure the cache is left alone this long, so that a slow Redis costs intake one short wait, not one a batch. */
const PAUSE_MS = 5_000;

/**
 * Remembers in Redis which message ids are already in Postgres, to spare it the platform's repeats. Written only
 * after the commit; a miss or an absent Redis means nothing, the unique constraint judges. The key carries the
 * database's own id, so a Redis that outlives its database does not speak for the next one.
 */
@Injectable()
export class DedupCache implements OnModuleInit, OnApplicationShutdown {
  private readonly redis: Redis | null;
  private readonly logger = new Logger(DedupCache.name);
  private key: string;
  private pausedUntil = 0;

  constructor(
    settings: Settings,
    private readonly db: Database,
  ) {
    this.redis =
      settings.REDIS_URI === undefined
        ? null
        : new Redis(settings.REDIS_URI, {
            enableOfflineQueue: false,
            maxRetriesPerRequest: 0,
            commandTimeout: COMMAND_LIMIT_MS,
            connectTimeout: 1_500,
            socketTimeout: SILENCE_LIMIT_MS,
          });
    this.redis?.on('error', (error) => this.logger.debug(`Redis: ${error.message}`));
  }

  /** Read once, while nobody waits for it. */
  async onModuleInit(): Promise<void> {
    const [row] = await this.db.query<{ id: string }>('select id from installation');
    this.key = `stored-messages:${row?.id ?? 'unknown'}`;
  }

  /** Where repeats are found first. */
  get type(): 'redis' | 'postgres' {
    return this.redis === null ? 'postgres' : 'redis';
  }

  /** @returns those of `ids` that are certainly stored; one round trip. */
  async stored(ids: string[]): Promise<ReadonlySet<string>> {
    const scores = await this.attempt(async (redis, key) => redis.zmscore(key, ...ids), ids);
    return new Set(ids.filter((_, i) => scores?.[i] != null));
  }

  /** Call it after the commit. */
  async remember(ids: string[]): Promise<void> {
    const now = Date.now();
    await this.attempt(
      (redis, key) =>
        redis
          .pipeline()
          .zadd(key, ...ids.flatMap((id) => [now, id]))
          .zremrangebyscore(key, '-inf', now - KEPT_MS)
          .zremrangebyrank(key, 0, -KEPT_IDS - 1)
          .exec(),
      ids,
    );
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private async attempt<T>(command: (redis: Redis, key: string) => Promise<T>, ids: string[]): Promise<T | null> {
    if (this.redis === null || ids.length === 0 || Date.now() < this.pausedUntil) return null;
    try {
      return await command(this.redis, this.key);
    } catch (error) {
      this.pausedUntil = Date.now() + PAUSE_MS;
      this.logger.debug(`The dedup cache is left alone for a while: ${(error as Error).message}`);
      return null;
    }
  }
}

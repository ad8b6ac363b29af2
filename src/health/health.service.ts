import { Injectable } from '@nestjs/common';
import { Settings } from '../infra/config/settings.js';
import { Database } from '../infra/database/database.js';
import { JobQueue } from '../infra/queue/job-queue.js';
import { Statistics } from '../infra/statistics.js';

export interface HealthReport {
  /** `degraded`: customers are stored and will be answered, but something is away. */
  status: 'healthy' | 'degraded' | 'unhealthy';
  checks: {
    database: 'connected' | 'disconnected';
    redis: 'connected' | 'disconnected' | 'not configured';
    workers: string;
    /** Why messages wait; only while somebody has to see to it. */
    sending?: string;
  };
}

/** Longest wait for each part, in milliseconds: a probe must not hang with what it probes. */
const LIMIT_MS = 2_000;

/** Looks at what the process depends on; every look is bounded and none throws. */
@Injectable()
export class HealthService {
  constructor(
    private readonly db: Database,
    private readonly queue: JobQueue,
    private readonly statistics: Statistics,
    private readonly settings: Settings,
  ) {}

  async report(): Promise<HealthReport> {
    const [database, redis, workers, paused] = await Promise.all([
      this.isDatabaseUp(),
      this.redis(),
      this.workers(),
      this.pauseReason(),
    ]);
    const complete = redis !== 'disconnected' && workers > 0 && paused === null;
    return {
      status: !database ? 'unhealthy' : complete ? 'healthy' : 'degraded',
      checks: {
        database: database ? 'connected' : 'disconnected',
        redis,
        workers: `${workers} workers active`,
        ...(paused === null ? {} : { sending: `paused: ${paused}` }),
      },
    };
  }

  isDatabaseUp(): Promise<boolean> {
    return within(
      this.db.query('select 1').then(() => true),
      false,
    );
  }

  async stats(): Promise<object> {
    const [{ activeBuffers, dedupCache, media, sentTwiceLately, assistant }, sending, queues] = await Promise.all([
      this.statistics.read(),
      this.statistics.sending(),
      within<object | null>(this.queue.depth(), null),
    ]);
    return {
      buffer: { active_buffers: activeBuffers },
      deduplication: { cache_type: dedupCache },
      media: { waiting: media.waiting, failed_24h: media.failedLately },
      delivery: { sent_twice_24h: sentTwiceLately },
      environment: this.settings.ENVIRONMENT,
      sending,
      queues,
      assistant,
    };
  }

  private async redis(): Promise<HealthReport['checks']['redis']> {
    const { ping } = this.queue.connection;
    if (ping === null) return 'not configured';
    return (await ping(LIMIT_MS)) ? 'connected' : 'disconnected';
  }

  private async pauseReason(): Promise<string | null> {
    const sending = await within(this.statistics.sending(), null);
    return sending?.state === 'paused' ? sending.reason : null;
  }

  private workers(): Promise<number> {
    return within(this.queue.workersCount(), 0);
  }
}

const within = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), LIMIT_MS)));
  return Promise.race([work.catch(() => otherwise), limit]).finally(() => clearTimeout(timer));
};

import { Injectable } from '@nestjs/common';
import { Settings } from '../infra/config/settings.js';
import { Database } from '../infra/database/database.js';
import { JobQueue } from '../infra/queue/job-queue.js';
import { type Standing, Statistics } from '../infra/statistics.js';
import { isStuck } from './backlog.js';
import { LIMIT_MS, within } from './within.js';

export interface HealthReport {
  /** `degraded`: customers are stored and will be answered, but something is away. */
  status: 'healthy' | 'degraded' | 'unhealthy';
  checks: {
    database: 'connected' | 'disconnected';
    redis: 'connected' | 'disconnected' | 'not configured';
    workers: string;
    /** The rest is there only while it is out of order. Why messages wait, where somebody has to see to it. */
    sending?: string;
    /** Its provider failed so often that it is not asked for a while. */
    model?: 'away';
    /** Somebody waits for longer than any answer takes. */
    backlog?: 'stuck';
  };
}

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
    const [isDatabaseUp, redis, workers, paused, standing, oldestWakeUpS] = await Promise.all([
      this.isDatabaseUp(),
      this.redis(),
      this.workers(),
      this.pauseReason(),
      this.standing(),
      this.oldestWakeUpS(),
    ]);
    const backlog = { oldestUnansweredS: standing?.oldestUnansweredS ?? null, oldestWakeUpS };
    const checks: HealthReport['checks'] = {
      database: isDatabaseUp ? 'connected' : 'disconnected',
      redis,
      workers: `${workers} workers active`,
      ...(paused === null ? {} : { sending: `paused: ${paused}` }),
      ...(standing?.modelAwaySince == null ? {} : { model: 'away' }),
      ...(isStuck(backlog, this.settings) ? { backlog: 'stuck' } : {}),
    };
    return { status: statusOf(checks, workers), checks };
  }

  isDatabaseUp(): Promise<boolean> {
    return within(
      this.db.query('select 1').then(() => true),
      false,
    );
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

  private standing(): Promise<Standing | null> {
    return within<Standing | null>(this.statistics.standing(), null);
  }

  private oldestWakeUpS(): Promise<number | null> {
    return within<number | null>(this.queue.oldestWakeUpS(), null);
  }

  private workers(): Promise<number> {
    return within(this.queue.workersCount(), 0);
  }
}

const statusOf = (
  { database, redis, workers: _counted, ...outOfOrder }: HealthReport['checks'],
  workers: number,
): HealthReport['status'] => {
  if (database === 'disconnected') return 'unhealthy';
  const isWell = workers > 0 && redis !== 'disconnected' && Object.keys(outOfOrder).length === 0;
  return isWell ? 'healthy' : 'degraded';
};

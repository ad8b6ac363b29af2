import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type JobsOptions, Queue } from 'bullmq';
import { bullPriority, type JobSpec, type QueueName, RETRY_PAUSE_MS } from './job-catalog.js';
import type { QueueConnection } from './queue-connection.js';

/** One job to add. `id` debounces: while a job with it waits, a further one only moves its due time. */
export interface NewJob {
  name: string;
  spec: JobSpec;
  payload: object;
  id: string;
  delayMs?: number;
}

/** As the broker counts them, most urgent first: a class of its own may starve behind another. */
const PRIORITIES = Array.from({ length: 10 }, (_, at) => at + 1);

/** How many of a failed job's last traces are kept for a look. */
const FAILED_KEPT = 500;

/**
 * Adds jobs, which are only wake-ups: what they are about is in Postgres. Adding never throws; when the broker is
 * away the sweep wakes what was not woken, so nothing is lost but a few seconds.
 */
@Injectable()
export class JobQueue implements OnApplicationShutdown {
  private readonly queues = new Map<QueueName, Queue>();
  private readonly logger = new Logger('Queue');

  constructor(readonly connection: QueueConnection) {}

  /** @returns false when the broker did not take them. */
  async add(jobs: NewJob[]): Promise<boolean> {
    try {
      await Promise.all([this.addTo('state', jobs), this.addTo('default', jobs)]);
      return true;
    } catch (error) {
      this.logger.warn(`Could not add ${jobs.length} job(s); the sweep will wake them: ${(error as Error).message}`);
      return false;
    }
  }

  /** Jobs waiting, delayed and running, by queue. */
  async depth(): Promise<Record<QueueName, Record<string, number>>> {
    const count = async (name: QueueName) =>
      (await this.opened(name)).getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed');
    const [first, second] = await Promise.all([count('default'), count('state')]);
    return { default: first, state: second };
  }

  /** How long the job of the `default` queue that was due first has waited for a worker, in seconds; 0 where none is due. */
  async oldestWakeUpS(): Promise<number> {
    const queue = await this.opened('default');
    const counts = Object.values(await queue.getCountsPerPriority(PRIORITIES));
    const firsts = counts.map((count, at) => (count === 0 ? null : counts.slice(0, at).reduce((sum, n) => sum + n, 0)));
    const places = firsts.filter((place) => place !== null);
    const heads = await Promise.all([
      queue.getJobs(['delayed'], 0, 0, true),
      ...places.map((place) => queue.getJobs(['prioritized'], place, place, true)),
    ]);
    const dueAt = heads.flat().flatMap((job) => (job === undefined ? [] : [job.timestamp + job.delay]));
    return Math.max(0, Math.floor((Date.now() - Math.min(...dueAt, Date.now())) / 1_000));
  }

  /** Worker processes that serve the `default` queue. A Redis names those of its other databases too. */
  async workersCount(): Promise<number> {
    const workers = await (await this.opened('default')).getWorkers();
    return workers.filter(({ db }) => db === undefined || Number(db) === this.connection.database).length;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    await this.connection.close();
  }

  /**
   * A queue object waits without limit for a broker that has been away from its beginning, and when its first look at
   * the broker fails it fails for good. So it is opened once the broker is there, and dropped when that look fails.
   */
  private async opened(name: QueueName): Promise<Queue> {
    if (!this.connection.isUp()) throw new Error('The broker is away');
    const queue = this.queues.get(name) ?? this.open(name);
    this.queues.set(name, queue);
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      if (this.queues.get(name) === queue) this.queues.delete(name);
      void queue.close().catch(() => undefined);
      throw error;
    }
  }

  private open(name: QueueName): Queue {
    const queue = new Queue(name, { connection: this.connection.producer, skipMetasUpdate: true });
    queue.on('error', (error) => this.logger.debug(`Queue ${name}: ${error.message}`));
    return queue;
  }

  private async addTo(name: QueueName, jobs: NewJob[]): Promise<void> {
    const own = jobs.filter((job) => job.spec.queue === name);
    if (own.length === 0) return;
    const queue = await this.opened(name);
    await queue.addBulk(own.map((job) => ({ name: job.name, data: job.payload, opts: optionsOf(job) })));
  }
}

/** `reschedule` with `keepLastIfActive` is the only debounce that neither drops a wake-up nor runs two at once. */
const optionsOf = ({ name, spec, id, delayMs = 0 }: NewJob): JobsOptions => ({
  priority: bullPriority(spec),
  delay: Math.max(0, Math.round(delayMs)),
  attempts: spec.attempts,
  backoff: { type: 'exponential', delay: RETRY_PAUSE_MS, jitter: 0.5 },
  deduplication: { id: `${name}:${id}`, reschedule: true, keepLastIfActive: true },
  removeOnComplete: true,
  removeOnFail: { count: FAILED_KEPT },
});

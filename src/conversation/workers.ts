import { BullRegistrar } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Assistant } from '../ai/assistant.js';
import { Settings } from '../infra/config/settings.js';
import { JobQueue } from '../infra/queue/job-queue.js';
import { DefaultQueueProcessor } from './default-queue.processor.js';
import { MediaFetchService } from './media/media-fetch.service.js';
import { SummaryService } from './memory/summary.service.js';
import { StateQueueProcessor } from './state-queue.processor.js';
import { SweepService } from './sweep/sweep.service.js';
import { TurnService } from './turn/turn.service.js';

/** Running turns may finish for this long after a stop is asked for; then their bursts are given back. */
const FINISH_LIMIT_MS = 10_000;
/** … and this long to give them back. */
const GIVE_BACK_LIMIT_MS = 4_000;

/** Starts and stops what runs jobs in this process. A process that only serves HTTP never calls `start`. */
@Injectable()
export class Workers implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Workers.name);
  private started = false;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly registrar: BullRegistrar,
    private readonly defaultQueue: DefaultQueueProcessor,
    private readonly stateQueue: StateQueueProcessor,
    private readonly turns: TurnService,
    private readonly sweep: SweepService,
    private readonly media: MediaFetchService,
    private readonly summaries: SummaryService,
    private readonly assistant: Assistant,
    private readonly queue: JobQueue,
    private readonly settings: Settings,
  ) {}

  async start(): Promise<void> {
    await this.assistant.warmUp();
    this.registrar.register();
    const workers = [this.defaultQueue.worker, this.stateQueue.worker];
    for (const worker of workers) worker.on('error', (error) => this.logger.debug(`Queue: ${error.message}`));
    this.defaultQueue.concurrency = this.settings.WORKER_CONCURRENCY;
    // A worker whose first look at Postgres fails is deaf for good: better no start than that one.
    if (this.queue.connection.backend === 'postgres') await Promise.all(workers.map((w) => w.waitUntilReady()));
    this.sweep.start();
    this.started = true;
  }

  /** No new jobs from the moment of the call; running turns finish or are given back. Calling it again only waits. */
  stop(): Promise<void> {
    return (this.stopped ??= this.started ? this.finish() : Promise.resolve());
  }

  /** The database is still open while this runs. */
  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  private async finish(): Promise<void> {
    const closed = Promise.all([this.defaultQueue.worker.close(), this.stateQueue.worker.close(), this.sweep.stop()]);
    if (!(await within(FINISH_LIMIT_MS, closed))) {
      this.logger.warn('Turns are still running; their bursts are given back');
      this.turns.giveBack();
    }
    await within(GIVE_BACK_LIMIT_MS, Promise.all([closed, this.media.stop(), this.summaries.stop()]));
  }
}

const within = async (limitMs: number, work: Promise<unknown>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), limitMs)));
  return Promise.race([work.then(() => true), limit]).finally(() => clearTimeout(timer));
};

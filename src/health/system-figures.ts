import { Injectable } from '@nestjs/common';
import { JobQueue } from '../infra/queue/job-queue.js';
import { type Figures, type SendingFigures, type Standing, Statistics } from '../infra/statistics.js';
import { within } from './within.js';

/** What is true of all processes together; null is what nobody could tell in time. */
export interface SystemFigures {
  figures: Figures | null;
  sending: SendingFigures | null;
  standing: Standing | null;
  /** Jobs by queue and state. */
  queues: Record<string, Record<string, number>> | null;
  oldestWakeUpS: number | null;
}

/** Asks database and broker for everything that `/stats` and `/metrics` tell of the whole system. */
@Injectable()
export class SystemFiguresReader {
  constructor(
    private readonly statistics: Statistics,
    private readonly queue: JobQueue,
  ) {}

  /** Never throws, and waits for each part as long as a probe does. */
  async read(): Promise<SystemFigures> {
    const [figures, sending, standing, queues, oldestWakeUpS] = await Promise.all([
      within<Figures | null>(this.statistics.read(), null),
      within<SendingFigures | null>(this.statistics.sending(), null),
      within<Standing | null>(this.statistics.standing(), null),
      within<SystemFigures['queues']>(this.queue.depth(), null),
      within<number | null>(this.queue.oldestWakeUpS(), null),
    ]);
    return { figures, sending, standing, queues, oldestWakeUpS };
  }
}

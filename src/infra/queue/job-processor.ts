import { Logger } from '@nestjs/common';
import { WorkerHost } from '@nestjs/bullmq';
import { type Job, UnrecoverableError, type WorkerOptions } from 'bullmq';
import { UnavailableError } from '../errors.js';
import { LONGEST_WAIT_S } from './queue-connection.js';

/** What one job name does with its payload. */
export type JobHandlers<Payloads> = { [Name in keyof Payloads]: (payload: Payloads[Name]) => Promise<void> };

/**
 * A worker's lock says nothing about who may write (the fence in Postgres does); it only decides how soon the job of
 * a dead worker runs again. All workers of a queue must agree on these.
 */
export const WORKER_OPTIONS: Omit<WorkerOptions, 'connection'> = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 20,
  drainDelay: LONGEST_WAIT_S,
  // A broker that refuses connections is asked again so soon.
  runRetryDelay: 1_000,
};

/** Runs the jobs of one queue: finds the handler by name, and logs a failure once. */
export abstract class JobProcessor<Payloads> extends WorkerHost {
  protected abstract readonly handlers: JobHandlers<Payloads>;
  private readonly log = new Logger(this.constructor.name);

  override async process(job: Job<Payloads[keyof Payloads]>): Promise<void> {
    const handler = this.handlers[job.name as keyof Payloads];
    if (handler === undefined) throw new UnrecoverableError(`No handler for a job named ${job.name}`);
    try {
      await handler(job.data);
    } catch (error) {
      const facts = { job: job.name, payload: job.data, attempt: job.attemptsMade + 1 };
      if (error instanceof UnavailableError) this.log.debug({ msg: 'A job waits', ...facts, why: error.message });
      else this.log.error({ msg: 'A job failed', ...facts, err: error });
      throw error;
    }
  }

  /** Jobs this process runs at a time. */
  set concurrency(count: number) {
    this.worker.concurrency = count;
  }
}

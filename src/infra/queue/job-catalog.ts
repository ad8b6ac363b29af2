/** The two queues there are: owner changes and operators' words pass on `state`, everything else on `default`. */
export type QueueName = 'default' | 'state';

export interface JobSpec {
  queue: QueueName;
  /** The specification's priority: larger is more urgent. */
  priority: number;
  /** Tries in all, with growing pauses between them. */
  attempts: number;
}

/** Every asynchronous step by name. */
export type JobCatalog = Readonly<Record<string, JobSpec>>;

/** BullMQ counts the other way round (1 is the most urgent, 0 would jump the queue). */
export const bullPriority = (spec: JobSpec): number => 10 - spec.priority;

/** First pause between two tries, in milliseconds; each further one doubles, with up to half of it at random. */
export const RETRY_PAUSE_MS = 500;

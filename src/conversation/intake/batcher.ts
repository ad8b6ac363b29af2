import { isUnavailable } from '../../infra/database/unavailable.js';
import { BusyError } from '../../infra/errors.js';

interface Waiting<T> {
  item: T;
  size: number;
  done: () => void;
  failed: (error: unknown) => void;
}

export interface BatchLimits {
  /** Batches under way at a time; the rest waits and grows together, which is what makes intake fast. */
  inFlight: number;
  /** A batch is closed when it holds this much. */
  size: number;
  /** Items that may wait in memory; above it the caller is told to come back. */
  waiting: number;
}

/**
 * Lets concurrent requests share statements: while a batch is being written, what comes gathers into the next one.
 * There is no timer, so a lone request waits for nobody.
 */
export class Batcher<T> {
  private waiting: Waiting<T>[] = [];
  private running = 0;

  constructor(
    private readonly limits: BatchLimits,
    private readonly write: (items: T[]) => Promise<void>,
    private readonly sizeOf: (item: T) => number,
  ) {}

  /** Items that wait for their batch to begin. */
  get length(): number {
    return this.waiting.length;
  }

  /** Settles as the batch that carries `item` settles. */
  add(item: T): Promise<void> {
    if (this.waiting.length >= this.limits.waiting) {
      return Promise.reject(new BusyError('Too many requests are waiting to be stored'));
    }
    return new Promise((done, failed) => {
      this.waiting.push({ item, size: this.sizeOf(item), done, failed });
      this.start();
    });
  }

  private start(): void {
    if (this.running >= this.limits.inFlight || this.waiting.length === 0) return;
    this.running++;
    // One tick lets the requests of this turn of the event loop come along.
    setImmediate(() => void this.run(this.take()));
  }

  private take(): Waiting<T>[] {
    let count = 0;
    let size = 0;
    while (count < this.waiting.length && (count === 0 || size < this.limits.size)) {
      size += this.waiting[count++]?.size ?? 0;
    }
    const taken = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    return taken;
  }

  private async run(batch: Waiting<T>[]): Promise<void> {
    try {
      if (batch.length > 0) await this.write(batch.map(({ item }) => item));
      for (const { done } of batch) done();
    } catch (error) {
      // Where nobody answered this batch, those behind it would wait as long again for the same.
      const behind = isUnavailable(error) ? this.waiting.splice(0) : [];
      for (const { failed } of [...batch, ...behind]) failed(error);
    } finally {
      this.running--;
      this.start();
    }
  }
}

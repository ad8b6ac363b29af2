import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const WINDOW_MS = 500;
const NS_A_MS = 1e6;

/**
 * How late this process gets to what is due: the median of half a second, the lower one of the last two, so that one long
 * pause (of the garbage collector, of a process that was frozen) says nothing, and a loop that is always busy does.
 */
export class LoopDelay {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private readonly timer = setInterval(() => this.look(), WINDOW_MS).unref();
  private readonly medians = [0, 0];

  constructor() {
    this.histogram.enable();
  }

  get ms(): number {
    return Math.min(...this.medians);
  }

  stop(): void {
    clearInterval(this.timer);
    this.histogram.disable();
  }

  private look(): void {
    const median = this.histogram.count === 0 ? 0 : this.histogram.percentile(50) / NS_A_MS - RESOLUTION_MS;
    this.medians.shift();
    this.medians.push(Math.max(0, median));
    this.histogram.reset();
  }
}

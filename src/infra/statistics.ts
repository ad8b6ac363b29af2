/** Figures that a feature shows at `/stats`; declared down here so that health need not know the feature. */
export abstract class Statistics {
  /** Bursts that wait for the assistant's answer, and where repeats are found first. */
  abstract read(): Promise<{ activeBuffers: number; dedupCache: 'redis' | 'postgres' }>;
}

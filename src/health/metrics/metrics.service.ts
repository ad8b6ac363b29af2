import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';
import { ProcessMetrics } from '../../infra/metrics/process-metrics.js';
import { SystemFiguresReader } from '../system-figures.js';
import { systemMetrics } from './system-metrics.js';

/** However many scrape, database and broker are asked so often at most. */
const KEPT_MS = 2_000;

/** What this process has seen and what is true of all, as Prometheus reads it. */
@Injectable()
export class MetricsService {
  private system: { text: Promise<string>; readAt: number } | null = null;

  constructor(
    private readonly own: ProcessMetrics,
    private readonly figures: SystemFiguresReader,
    { pool }: Database,
  ) {
    const watch = (state: string, help: string, look: () => number): void =>
      own.watch(`database_connections_${state}`, help, look);
    watch('open', 'Connections to the database that this process has.', () => pool.totalCount);
    watch('idle', 'Those of them that nobody uses.', () => pool.idleCount);
    watch('wanted', 'Statements and transactions that wait for one.', () => pool.waitingCount);
  }

  get contentType(): string {
    return this.own.registry.contentType;
  }

  /** Takes no longer than a probe, and tells of this process whatever is away. */
  async text(): Promise<string> {
    const [own, system] = await Promise.all([this.own.registry.metrics(), this.systemText()]);
    return `${own}\n${system}`;
  }

  private systemText(): Promise<string> {
    if (this.system === null || performance.now() - this.system.readAt > KEPT_MS) {
      this.system = { text: this.figures.read().then(systemMetrics), readAt: performance.now() };
    }
    return this.system.text;
  }
}

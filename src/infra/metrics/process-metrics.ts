import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All names of ours begin with it; those that every Node process has keep the names they have everywhere. */
export const PREFIX = 'whatsapp_backend_';

/** Seconds; answers of our HTTP take milliseconds, uploads minutes. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
/** Seconds; a turn thinks for a second or two, and is cut off after half a minute. */
const TURN_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60];

/**
 * What this process has seen since it started. Labels are words of ours and templates of routes, so that their number
 * does not grow and nothing of a customer stands in them.
 */
@Injectable()
export class ProcessMetrics {
  readonly registry = new Registry();

  private readonly requests = this.histogram(
    'http_request_duration_seconds',
    'Requests answered, by the template of their route.',
    REQUEST_BUCKETS,
    ['method', 'route', 'status'],
  );
  private readonly shed = new Counter({
    name: `${PREFIX}shed_requests_total`,
    help: 'Requests turned away because there was too much to do.',
    labelNames: ['caller'],
    registers: [this.registry],
  });
  private readonly turns = this.histogram('turn_duration_seconds', 'Turns, from claim to commit.', TURN_BUCKETS);
  private readonly waits = this.histogram(
    'turn_model_seconds',
    'Turns that asked the model: how long they waited for it.',
    TURN_BUCKETS,
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param route its template; undefined where nobody listens. */
  requestEnded(method: string, route: string | undefined, status: number, ms: number): void {
    this.requests.observe({ method, route: route ?? 'none', status }, ms / 1_000);
  }

  requestShed(caller: string): void {
    this.shed.inc({ caller });
  }

  /** @param modelMs 0 where the model was not asked. */
  turnEnded(ms: number, modelMs: number): void {
    this.turns.observe(ms / 1_000);
    if (modelMs > 0) this.waits.observe(modelMs / 1_000);
  }

  /** Something that is looked at when somebody asks for it. */
  watch(name: string, help: string, look: () => number): void {
    const gauge: Gauge = new Gauge({
      name: PREFIX + name,
      help,
      registers: [],
      collect: () => gauge.set(look()),
    });
    this.registry.registerMetric(gauge);
  }

  private histogram<L extends string>(name: string, help: string, buckets: number[], labelNames: L[] = []) {
    return new Histogram({ name: PREFIX + name, help, buckets, labelNames, registers: [this.registry] });
  }
}

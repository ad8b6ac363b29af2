import { percentile } from '../../lab/figures.js';
import { asFastAsPossible, atRate } from './pressure.js';
import { type Mix, webhooksOf } from './webhooks.js';

/** What to send, where, and how: at a rate, or without one as fast as the answers come. */
export interface LoadOrder {
  url: string;
  mix: Mix;
  connections: number;
  perSecond?: number;
}

export interface LoadReport {
  perSecond: number;
  refused: number;
  p50: number;
  p99: number;
}

/** A process of its own, so that making load does not slow what answers it. All requests are made before the first goes out. */
const { url, mix, connections, perSecond } = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const webhooks = [...webhooksOf(mix)];
const outcome = await (perSecond === undefined
  ? asFastAsPossible(url, webhooks, connections)
  : atRate(url, webhooks, perSecond, connections));
const report: LoadReport = {
  perSecond: webhooks.length / outcome.seconds,
  refused: outcome.refused,
  p50: percentile(outcome.latencies, 50),
  p99: percentile(outcome.latencies, 99),
};
process.send?.(report);

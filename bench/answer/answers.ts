import { newMessageId } from '../../sim/ids.js';
import type { Simulator } from '../../sim/simulator.js';
import { until } from '../../sim/until.js';
import { textMessage } from '../load/webhooks.js';

/** What the model takes for each answer; it is taken out of every figure. */
export const MODEL_MS = 30;

const ANSWER_LIMIT_MS = 60_000;

/** One clock for what this process sees and what the simulator records. */
export const clockMs = (): number => performance.timeOrigin + performance.now();

/** A customer writes; returns when the webhook is acknowledged. @throws Error when one is not acknowledged */
export async function write(simulator: Simulator, phone: string, text: string): Promise<void> {
  const { statuses } = await simulator.deliverWebhook({ body: textMessage(phone, newMessageId(), text) });
  if (statuses[0] !== 200) throw new Error(`The webhook was answered ${String(statuses[0])}`);
}

/** Waits until the platform has taken `count` messages. */
export async function sentReach(simulator: Simulator, count: number): Promise<void> {
  if (await until(() => simulator.overview().counts['sent'] === count, ANSWER_LIMIT_MS)) return;
  throw new Error(`${String(simulator.overview().counts['sent'])} of ${count} answers were sent`);
}

/** Waits until every status the platform reports has been acknowledged. */
export async function statusesDelivered(simulator: Simulator): Promise<void> {
  const all = simulator.sent().length * simulator.settings().statuses.length;
  const delivered = (): boolean =>
    simulator.overview().counts['openDeliveries'] === 0 && simulator.deliveries().length === all;
  if (!(await until(delivered, ANSWER_LIMIT_MS))) throw new Error('Not every status was delivered');
}

import { setTimeout as pause } from 'node:timers/promises';
import { Lane } from './lane.js';
import type { SignedWebhook } from './webhooks.js';

/** What came back. */
export interface Outcome {
  seconds: number;
  /** Requests that were not answered 200. */
  refused: number;
  /** Of each request, in milliseconds. */
  latencies: number[];
}

/** As many as the receiver takes: each connection sends its next request when the last is answered. */
export async function asFastAsPossible(url: string, webhooks: SignedWebhook[], connections: number): Promise<Outcome> {
  const lanes = await openLanes(url, connections);
  const outcome: Outcome = { seconds: 0, refused: 0, latencies: [] };
  const begun = performance.now();
  let next = 0;
  const run = async (lane: Lane): Promise<void> => {
    for (let webhook = webhooks[next++]; webhook !== undefined; webhook = webhooks[next++]) {
      await post(lane, webhook, performance.now(), outcome);
    }
  };
  await Promise.all(lanes.map(run));
  outcome.seconds = (performance.now() - begun) / 1_000;
  for (const lane of lanes) lane.close();
  return outcome;
}

/**
 * So many a second, whether or not they are answered: latency counts from the moment a request was due, so that a
 * receiver that stalls does not hide the requests that would have come meanwhile.
 */
export async function atRate(
  url: string,
  webhooks: SignedWebhook[],
  perSecond: number,
  connections: number,
): Promise<Outcome> {
  const idle = await openLanes(url, connections);
  const lanes = [...idle];
  const outcome: Outcome = { seconds: 0, refused: 0, latencies: [] };
  const begun = performance.now();
  const due = (at: number): number => begun + (at * 1_000) / perSecond;
  const open: Promise<void>[] = [];
  for (let at = 0; at < webhooks.length;) {
    const webhook = webhooks[at] as SignedWebhook;
    const lane = due(at) <= performance.now() ? idle.pop() : undefined;
    if (lane === undefined) await pause(1);
    else open.push(post(lane, webhook, due(at++), outcome).then(() => void idle.push(lane)));
  }
  await Promise.all(open);
  outcome.seconds = (performance.now() - begun) / 1_000;
  for (const lane of lanes) lane.close();
  return outcome;
}

const openLanes = (url: string, count: number): Promise<Lane[]> =>
  Promise.all(Array.from({ length: count }, () => Lane.open(url)));

async function post(lane: Lane, webhook: SignedWebhook, since: number, outcome: Outcome): Promise<void> {
  if ((await lane.post(webhook)) !== 200) outcome.refused += 1;
  outcome.latencies.push(performance.now() - since);
}

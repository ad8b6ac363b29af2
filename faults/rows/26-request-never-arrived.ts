import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../sim/until.js';
import { atOnce } from '../stage/at-once.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const TRIED_WITHIN_MS = 60_000;
/** The fourth try comes 64 s after the third. */
const SETTLED_WITHIN_MS = 120_000;
const SEEN_WITHIN_MS = 60_000;

/** Nobody listens where the platform should be, or the way ends before a byte of the request. */
export const requestNeverArrived: Row = {
  number: 26,
  title: 'the request never arrives',
  bar: 'sent once, in order, none lost, none in doubt',
  async run(trial) {
    await Promise.all([nobodyListens(trial), neverGetsThere(trial)]);
  },
};

async function nobodyListens(trial: Trial): Promise<void> {
  const scene = await trial.open({ workers: 2, proxied: ['whatsapp'] });
  const customers = scene.customers.newcomers(trial.size(30, 150));
  const rounds = trial.size(2, 4);
  let refusals = 0;
  for (let round = 0; round < rounds; round++) {
    await scene.proxies.whatsapp.refuse();
    await atOnce(15, customers, (phone) => scene.customers.burst(phone, 1));
    const isTried = async () => (await tried(scene)) >= customers.length;
    await trial.eventually('each message was tried', isTried, TRIED_WITHIN_MS);
    refusals += await tried(scene);
    await pause(trial.size(500, 4_000));
    await scene.proxies.whatsapp.pass();
    await scene.settled(SETTLED_WITHIN_MS);
  }
  trial.demand('refused', rounds * customers.length, refusals);
  await sentOnce(trial, scene);
}

/** Each worker has an address of the platform that leads nowhere; then one that has the right one takes over. */
async function neverGetsThere(trial: Trial): Promise<void> {
  const scene = await trial.open({ workers: 0 });
  const reset = createServer((socket) =>
    socket.on('error', () => undefined).once('data', () => socket.resetAndDestroy()),
  );
  await once(reset.listen(0, '127.0.0.1'), 'listening');
  const nowhere: Record<string, { url: string; says: string }> = {
    'no such host': { url: 'http://whatsapp.invalid', says: 'ENOTFOUND' },
    'no TLS': { url: scene.simulator.url.replace('http:', 'https:'), says: 'ERR_SSL' },
    'TLS reset': { url: `https://127.0.0.1:${(reset.address() as AddressInfo).port}`, says: 'ECONNRESET' },
  };
  const ways = Object.entries(nowhere);
  await Promise.all(ways.map(([, { url }]) => scene.startWorkerWith({ WHATSAPP_API_URL: url })));
  const seen = new Map<string, string>();
  const timesSeen = (says: string): number => [...seen.values()].filter((error) => error.startsWith(says)).length;
  const wanted = trial.size(3, 30);
  await until(async () => {
    await scene.customers.burst(scene.customers.newcomer(), 1);
    const tries = `select id, attempts, error ->> 'message' as error from message where direction = 'outbound' and error is not null`;
    for (const { id, attempts, error } of await scene.rows<{ id: string; attempts: number; error: string }>(tries))
      seen.set(`${id} ${attempts}`, error);
    return ways.every(([, { says }]) => timesSeen(says) >= wanted);
  }, SEEN_WITHIN_MS);
  for (const [way, { says }] of ways) trial.demand(way, wanted, timesSeen(says));

  await scene.startWorker();
  await Promise.all(scene.workers.slice(0, ways.length).map((worker) => scene.stop(worker)));
  reset.close();
  await sentOnce(trial, scene);
}

async function sentOnce(trial: Trial, scene: Scene): Promise<void> {
  const { history, dump } = await trial.check(scene, { limitMs: SETTLED_WITHIN_MS });
  const arrived = history.filter(({ event }) => event === 'arrived').length;
  const messages = await scene.rows<{ attempts: number }>(`select attempts from message where direction = 'outbound'`);
  trial.expect(arrived === messages.length, `${arrived} requests arrived for ${messages.length} messages`);
  const doubts = dump.steps.filter(({ to }) => to === 'unconfirmed').length;
  trial.expect(doubts === 0, `${doubts} times a message was in doubt that had never left`);
  trial.see(`${messages.length} messages in ${messages.reduce((sum, { attempts }) => sum + attempts, 0)} tries`);
}

/** Messages that wait for another try. */
const tried = async (scene: Scene): Promise<number> =>
  (
    await scene.rows<{ count: number }>(
      `select count(*)::int as count from message where status in ('queued', 'sending') and attempts > 0`,
    )
  )[0]?.count ?? 0;

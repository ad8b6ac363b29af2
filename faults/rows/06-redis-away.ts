import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../../lab/figures.js';
import { freeze } from '../../lab/guard.js';
import { statusOf } from '../../lab/processes.js';
import { withRedis } from '../../lab/redis-server.js';
import { marked } from '../history/words.js';
import { keepBusy, type Load } from '../stage/load.js';
import { type Answered, textOf } from '../stage/postbox.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const P99_MS = 500;
const CAUGHT_UP_WITHIN_MS = 60_000;
/** Each way: some commands take longer than their limit. */
const SLOW_MS = 700;
/** Room for the server itself, and for nothing else. */
const TOO_LITTLE = '3mb';

/** Redis is flushed, full, slow, frozen and killed under load, one after the other. */
export const redisAway: Row = {
  number: 6,
  title: 'Redis flushed, full, slow, frozen and killed',
  bar: 'webhooks 200, p99 <= 500 ms; all answered within 60 s',
  atATime: 2,
  async run(trial) {
    const scene = await trial.open({ workers: 2, proxied: ['redis'] });
    const answers: Answered[] = [];
    const load = writeAllTheTime(trial, scene, answers);
    for (const trouble of [flushed, full, slow, frozen, killed]) {
      await pause(500);
      await trouble(trial, scene);
    }
    await load.stop();
    await trial.check(scene, { limitMs: CAUGHT_UP_WITHIN_MS });
    const refused = answers.filter(({ status }) => status !== 200);
    const p99 = percentile(
      answers.map(({ tookMs }) => tookMs),
      99,
    );
    trial.expect(refused.length === 0, `${refused.length} webhooks were not answered 200`);
    trial.expect(p99 <= P99_MS, `p99 of webhooks is ${Math.round(p99)} ms`);
    trial.see(`p99 of webhooks ${Math.round(p99)} ms`);
  },
};

/** Each text has one try: what is not taken at once is a miss. */
function writeAllTheTime(trial: Trial, scene: Scene, answers: Answered[]): Load {
  const postbox = scene.postbox();
  return keepBusy(
    4,
    // Some thousand in the long form.
    () => trial.size(250, 350),
    async () => {
      const phone = scene.customers.newcomer();
      answers.push(await postbox.deliver([textOf(phone, marked(phone, 1))]));
    },
  );
}

async function flushed(trial: Trial, scene: Scene): Promise<void> {
  const times = trial.size(5, 20);
  for (let flush = 0; flush < times; flush++) {
    await withRedis(scene.redis.uri, (redis) => redis.flushall());
    scene.recorder.fault('flush redis');
    await pause(trial.random.between(100, 600));
  }
  trial.demand('flush redis', times, scene.recorder.fired('flush redis'));
}

/** Full: it refuses whatever needs memory. */
async function full(trial: Trial, scene: Scene): Promise<void> {
  const limit = (bytes: string) => withRedis(scene.redis.uri, (redis) => redis.config('SET', 'maxmemory', bytes));
  await withRedis(scene.redis.uri, (redis) => redis.set('ballast', 'x'.repeat(4_000_000)));
  await limit(TOO_LITTLE);
  await pause(trial.size(3_000, 20_000));
  const refused = await withRedis(scene.redis.uri, (redis) => redis.set('one', 'more')).catch(() => null);
  trial.demand('redis full', 1, refused === null ? 1 : 0);
  await limit('0');
  await withRedis(scene.redis.uri, (redis) => redis.del('ballast'));
}

/** Every byte is late; then all lines break. */
async function slow(trial: Trial, scene: Scene): Promise<void> {
  scene.proxies.redis.delay(SLOW_MS);
  scene.recorder.fault('slow redis');
  await pause(trial.size(3_000, 20_000));
  await scene.proxies.redis.pass();
  trial.demand('slow redis', 1, scene.recorder.fired('slow redis'));
}

async function frozen(trial: Trial, scene: Scene): Promise<void> {
  const thaw = freeze([scene.redis.pid]);
  await pause(trial.size(5_000, 30_000));
  await thaw();
  trial.demand('freeze redis', 1, 1);
}

async function killed(trial: Trial, scene: Scene): Promise<void> {
  await scene.killRedis();
  await pause(trial.size(1_000, 10_000));
  for (const { url } of scene.webs)
    trial.expect((await statusOf(`${url}/health`)) === 200, 'not healthy without Redis');
  // Who comes meanwhile is no worse off, and people can take over.
  await scene.startWorker();
  const phone = scene.customers.newcomer();
  await scene.customers.burst(phone, 1);
  const { status } = await scene.operator().takeOver(phone);
  trial.expect(status === 200, `a takeover without Redis was answered ${status}`);
  await scene.restartRedis();
  trial.demand('kill redis', 1, scene.recorder.fired('kill redis'));
}

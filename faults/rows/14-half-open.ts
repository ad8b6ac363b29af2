import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../sim/until.js';
import { acknowledged } from '../stage/customers.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const TAKEN_WITHIN_MS = 5_000;
const ANSWERED_WITHIN_MS = 15_000;

/** Every line to Postgres, and then to Redis, dies without a word; new lines pass. */
export const halfOpen: Row = {
  number: 14,
  title: 'half-open connections',
  bar: 'taken within 5 s, answered within 15 s, nothing missed',
  atATime: 2,
  async run(trial) {
    const onPostgres = await trial.open({ queue: 'postgres', proxied: ['postgres'] });
    const onRedis = await trial.open({ proxied: ['postgres', 'redis'] });
    await Promise.all([loseLines(trial, onPostgres, ['postgres']), loseLines(trial, onRedis, ['postgres', 'redis'])]);
  },
};

async function loseLines(trial: Trial, scene: Scene, ways: readonly ('postgres' | 'redis')[]): Promise<void> {
  for (const way of ways) await dieQuietly(trial, scene, way);
  await trial.check(scene);
}

async function dieQuietly(trial: Trial, scene: Scene, way: 'postgres' | 'redis'): Promise<void> {
  const rounds = trial.size(1, 10);
  const slowest = { takenAfter: 0, answeredAfter: 0 };
  for (let round = 0; round < rounds; round++) {
    for (const phone of scene.customers.newcomers(10)) scene.customers.write(phone);
    await pause(trial.random.between(0, 300));
    scene.proxies[way].blackHole();
    await scene.proxies[way].pass();
    const phone = scene.customers.newcomer();
    const began = performance.now();
    await acknowledged(scene.customers.write(phone));
    const takenAfter = performance.now() - began;
    const isAnswered = () => scene.simulator.thread(phone).some(({ direction }) => direction === 'outbound');
    await until(isAnswered, 2 * ANSWERED_WITHIN_MS);
    const answeredAfter = performance.now() - began;
    slowest.takenAfter = Math.max(slowest.takenAfter, takenAfter);
    slowest.answeredAfter = Math.max(slowest.answeredAfter, answeredAfter);
    await scene.settled();
  }
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
  const seen = `${way}: taken within ${seconds(slowest.takenAfter)}, answered within ${seconds(slowest.answeredAfter)}`;
  trial.see(seen);
  trial.expect(slowest.takenAfter <= TAKEN_WITHIN_MS && slowest.answeredAfter <= ANSWERED_WITHIN_MS, seen);
  trial.demand(`black hole before ${way}`, rounds, rounds);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { OwnProcess } from '../../lab/processes.js';
import { now } from '../../sim/records.js';
import { until } from '../../sim/until.js';
import { answerTimes, slowdown } from '../history/answer-times.js';
import { allReported } from '../stage/dying.js';
import { keepBusy, type Load } from '../stage/load.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const POISON = 'poisonous words';
const WORKERS = 3;
/** Three leases of ten seconds, and what lies between them. */
const PARKED_WITHIN_MS = 120_000;
const MOST_KILLS = 3;
const MOST_RATIO = 1.5;

/** Whoever asks the model about one customer's message dies at once. */
export const poison: Row = {
  number: 13,
  title: 'a message that kills its worker',
  bar: `with a person after 3 kills; the others answered, p95 <= ${MOST_RATIO}x`,
  atATime: 1,
  async run(trial) {
    const scene = await trial.open({ workers: 0 });
    const workers = new Map<string, OwnProcess>();
    let started = 0;
    const start = async (): Promise<void> => {
      const model = `gemini-of-worker-${++started}`;
      workers.set(model, await scene.startWorkerWith({ GEMINI_MODEL: model }));
    };
    await Promise.all(Array.from({ length: WORKERS }, start));
    const load = othersWrite(scene);
    await pause(trial.size(4_000, 20_000));

    const poisonedAt = now();
    const victim = scene.customers.newcomer();
    scene.simulator.armFault({ face: 'gemini', kind: 'hang', times: 1_000, match: { text: POISON } });
    await scene.customers.burst(victim, 1, POISON);
    const dealtWith = new Set<number>();
    const parked = await until(async () => {
      for (const [at, call] of scene.simulator.modelCalls().entries()) {
        if (dealtWith.has(at) || !call.burst.some((words) => words.includes(POISON))) continue;
        dealtWith.add(at);
        const worker = workers.get(call.model);
        if (worker === undefined || !workers.delete(call.model)) continue;
        await scene.kill(worker, 'kill worker');
        await start();
      }
      if (scene.recorder.fired('kill worker') > MOST_KILLS) return true;
      return (
        (await scene.rows('select 1 from conversation where phone = $1 and owner = $2', [victim, 'waiting'])).length > 0
      );
    }, PARKED_WITHIN_MS);
    await load.stop();
    await report(trial, scene, parked, poisonedAt);
  },
};

const othersWrite = (scene: Scene): Load =>
  keepBusy(
    3,
    () => 300,
    () => scene.customers.burst(scene.customers.newcomer(), 1),
  );

async function report(trial: Trial, scene: Scene, parked: boolean, poisonedAt: number): Promise<void> {
  const kills = scene.recorder.fired('kill worker');
  trial.demand('kill worker', MOST_KILLS, kills);
  trial.expect(parked, `the message was not given to a person within ${PARKED_WITHIN_MS / 1_000} s`);
  trial.expect(kills <= MOST_KILLS, `it took ${kills} kills until a person had it`);
  await allReported(scene);
  await scene.ageDoubts();
  const { history } = await trial.check(scene, { resends: true, orphanedCalls: true });
  const times = answerTimes(history);
  const { before, since, ratio } = slowdown(times, poisonedAt);
  trial.expect(ratio <= MOST_RATIO, `others' p95 grew from ${Math.round(before)} to ${Math.round(since)} ms`);
  trial.see(`${kills} kills, ${times.length} others answered`);
  trial.see(`others' p95 ${Math.round(before)} ms before, ${Math.round(since)} ms meanwhile`);
}

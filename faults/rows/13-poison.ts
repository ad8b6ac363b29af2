import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../../lab/figures.js';
import type { OwnProcess } from '../../lab/processes.js';
import { until } from '../../sim/until.js';
import { eventsOf, type HistoryEvent } from '../history/events.js';
import { marksIn } from '../history/words.js';
import { keepBusy, type Load } from '../stage/load.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const POISON = 'poisonous words';
const WORKERS = 3;
/** Three leases of ten seconds, and what lies between them. */
const PARKED_WITHIN_MS = 120_000;
const MOST_KILLS = 3;

/** Whoever asks the model about one customer's message dies at once. */
export const poison: Row = {
  number: 13,
  title: 'a message that kills its worker',
  bar: 'with a person after 3 kills; the others answered',
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
      return (
        (await scene.rows('select 1 from conversation where phone = $1 and owner = $2', [victim, 'waiting'])).length > 0
      );
    }, PARKED_WITHIN_MS);
    await load.stop();
    await report(trial, scene, parked);
  },
};

const othersWrite = (scene: Scene): Load =>
  keepBusy(
    6,
    () => 200,
    () => scene.customers.burst(scene.customers.newcomer(), 1),
  );

async function report(trial: Trial, scene: Scene, parked: boolean): Promise<void> {
  const kills = scene.recorder.fired('kill worker');
  trial.demand('kill worker', MOST_KILLS, kills);
  trial.expect(parked, `the message was not given to a person within ${PARKED_WITHIN_MS / 1_000} s`);
  trial.expect(kills <= MOST_KILLS, `it took ${kills} kills until a person had it`);
  await scene.settled(20_000);
  await scene.ageDoubts();
  const { history } = await trial.check(scene, { resends: true, orphanedCalls: true });
  const waits = answerTimes(history);
  trial.see(`${kills} kills, ${waits.length} others answered, p95 ${Math.round(percentile(waits, 95))} ms`);
}

/** From the webhook of a text to the arrival of the answer that quotes it. */
export function answerTimes(history: readonly HistoryEvent[]): number[] {
  const answered = new Map<string, number>();
  for (const { words, at } of eventsOf(history, 'arrived'))
    for (const { customer, number } of marksIn(words)) answered.set(`${customer}#${number}`, at);
  return eventsOf(history, 'offered').flatMap(({ words, at }) =>
    marksIn(words).flatMap(({ customer, number }) => {
      const answer = answered.get(`${customer}#${number}`);
      return answer === undefined ? [] : [answer - at];
    }),
  );
}

import { allReported, type Death, deaths, demandDeaths, keepDying } from '../stage/dying.js';
import { keepBusy } from '../stage/load.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

/** Every point that a worker passes; those of the web processes have rows of their own. */
const WAYS: readonly Death[] = [
  'after-claim',
  'before-checkpoint',
  'before-commit',
  'after-commit',
  'before-send',
  'request-written',
  'response-read',
  'before-record',
  'after-tool',
  'mid-sweep',
  'random',
];
const CUSTOMERS = 10;

/** Workers die one after the other, at every point there is, while customers write. */
export const dyingWorkers: Row = {
  number: 11,
  title: 'workers die all the time',
  bar: 'lost 0, doubled 0, in order',
  slow: true,
  async run(trial) {
    await Promise.all([
      keepKilling(trial, 'redis', trial.size(20, 150)),
      keepKilling(trial, 'postgres', trial.size(10, 50)),
    ]);
  },
};

async function keepKilling(trial: Trial, queue: 'redis' | 'postgres', kills: number): Promise<void> {
  const scene = await trial.open({ workers: 0, queue });
  scene.simulator.changeSettings({ modelLatencyMs: [20, 200] });
  // Five times as many customers write a fifth as often: some five thousand messages in the long form.
  const crowd = trial.size(1, 5);
  const customers = scene.customers.newcomers(crowd * CUSTOMERS);
  const load = keepBusy(
    customers.length,
    () => crowd * trial.random.between(1_500, 5_000),
    (at) => write(trial, scene, customers[at] ?? ''),
  );
  const planned = deaths(kills, WAYS, trial.random);
  const left = [...planned];
  const start = (points: string[]) => scene.startWorker(...points);
  const how = { start, mostVisits: 3 };
  await Promise.all(Array.from({ length: trial.size(3, 4) }, () => keepDying(scene, left, trial.random, how)));
  await load.stop();
  demandDeaths((...fault) => trial.demand(...fault), scene, planned);

  await scene.startWorker();
  await allReported(scene);
  await scene.ageDoubts();
  await trial.check(scene, { limitMs: 90_000, resends: true, orphanedCalls: true });
}

/** A burst; now and then the model asks for a person, so that tools run. */
async function write(trial: Trial, scene: Scene, customer: string): Promise<void> {
  if (trial.random.draw() < 0.2) {
    const newcomer = scene.customers.newcomer();
    const args = { reason: 'other', summary: 'as the test wants it' };
    scene.simulator.armFault({
      face: 'gemini',
      kind: 'tool-call',
      name: 'ask_for_person',
      args,
      match: { text: newcomer },
    });
    await scene.customers.burst(newcomer, 1);
  }
  await scene.customers.burst(customer, trial.random.between(1, 3));
}

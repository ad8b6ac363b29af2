import { setTimeout as pause } from 'node:timers/promises';
import type { Exit, OwnProcess } from '../../lab/processes.js';
import { keepBusy } from '../stage/load.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const EXIT_WITHIN_MS = 20_000;

/** Web and worker processes are replaced one after the other while customers write. */
export const rollingRestart: Row = {
  number: 48,
  title: 'rolling restart, and a start before the database',
  bar: 'exit 0 within 20 s, nothing lost, the platform hardly notices',
  async run(trial) {
    const scene = await trial.open({ webs: 2, workers: 2 });
    scene.simulator.changeSettings({ modelLatencyMs: [50, 1_500] });
    const load = keepBusy(
      6,
      () => trial.random.between(300, 1_500),
      () => scene.customers.burst(scene.customers.newcomer(), 2),
    );
    const rounds = trial.size(2, 12);
    for (let round = 0; round < rounds; round++) {
      const [web, worker] = [scene.webs[0], scene.workers[0]];
      if (web !== undefined) await replace(trial, scene, web, () => scene.startWeb([], web));
      if (worker !== undefined) await replace(trial, scene, worker, () => scene.startWorker());
    }
    await load.stop();
    trial.demand('SIGTERM', 2 * rounds, scene.recorder.fired('SIGTERM'));
    await trial.check(scene);
    await startBeforeDatabase(trial);
  },
};

/** The next one is started when the one before is gone, because it takes its port. */
async function replace(trial: Trial, scene: Scene, old: OwnProcess, start: () => Promise<OwnProcess>): Promise<void> {
  await pause(trial.random.between(100, 800));
  const began = performance.now();
  scene.recorder.fault('SIGTERM');
  old.signal('SIGTERM');
  const exit = await old.exit(EXIT_WITHIN_MS + 5_000).catch((): Exit | null => null);
  const tookMs = performance.now() - began;
  scene.forget(old);
  trial.expect(exit?.code === 0, `a process ended with ${JSON.stringify(exit)}`);
  trial.expect(tookMs <= EXIT_WITHIN_MS, `a process took ${Math.round(tookMs)} ms to end`);
  await start();
}

/** A process that comes before its database waits for it. */
async function startBeforeDatabase(trial: Trial): Promise<void> {
  const scene = await trial.open({ webs: 0, workers: 0, proxied: ['postgres'] });
  await scene.proxies.postgres.refuse();
  const starting = scene.startWeb();
  await pause(3_000);
  await scene.proxies.postgres.pass();
  const web = await starting.catch((error: Error) => error);
  trial.expect(!(web instanceof Error), 'a process that came before its database did not start');
  trial.demand('start before the database', 1, 1);
}

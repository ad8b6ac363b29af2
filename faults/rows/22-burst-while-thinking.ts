import { setTimeout as pause } from 'node:timers/promises';
import { atOnce } from '../stage/at-once.js';
import type { Row } from '../trial.js';

/** Customers go on writing: within the burst, while the model thinks, and just before the answer goes out. */
export const burstWhileThinking: Row = {
  number: 22,
  title: 'messages while the model thinks',
  bar: 'none unanswered, none answered twice, one turn at a time',
  async run(trial) {
    const scene = await trial.open({
      workers: 2,
      env: { BUFFER_QUIET_MS: '300', BUFFER_MAX_MS: '2000' },
    });
    scene.simulator.changeSettings({ modelLatencyMs: [200, 700] });
    const customers = scene.customers.newcomers(trial.size(40, 300));
    await atOnce(20, customers, async (phone) => {
      for (let message = 0; message < 5; message++) {
        await scene.customers.burst(phone, 1);
        await pause(trial.random.between(0, 200));
      }
      await pause(trial.random.between(300, 700));
      await scene.customers.burst(phone, 1);
      await pause(trial.random.between(400, 1_200));
      await scene.customers.burst(phone, 1);
    });
    const { dump } = await trial.check(scene);
    const superseded = dump.turns.filter(({ state }) => state === 'superseded').length;
    trial.demand('turn interrupted', customers.length / 10, superseded);
  },
};

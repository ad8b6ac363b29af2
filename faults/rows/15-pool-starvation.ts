import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../../lab/figures.js';
import { marked } from '../history/words.js';
import { atOnce } from '../stage/at-once.js';
import { keepBusy } from '../stage/load.js';
import { type Answered, textOf } from '../stage/postbox.js';
import type { Row } from '../trial.js';

const TURNS = 50;
const P99_MS = 250;
const IDLE_IN_TRANSACTION = `
  select count(*)::int as count from pg_stat_activity
   where datname = current_database() and state like 'idle in transaction%'
     and state_change < clock_timestamp() - interval '1 second'`;

/** Many turns wait for a slow model in one process with ten connections, while webhooks come in. */
export const poolStarvation: Row = {
  number: 15,
  title: 'fifty turns wait for the model',
  bar: 'no connection held over a call; p99 of webhooks <= 250 ms',
  atATime: 2,
  async run(trial) {
    const modelMs = trial.size(8_000, 25_000);
    const scene = await trial.open({ workers: 0, env: { WORKER_CONCURRENCY: String(TURNS) } });
    await scene.startWorker();
    scene.simulator.changeSettings({ modelLatencyMs: modelMs });
    await atOnce(10, scene.customers.newcomers(TURNS), (phone) => scene.customers.burst(phone, 1));

    const postbox = scene.postbox(8);
    const answers: Answered[] = [];
    const load = keepBusy(
      5,
      () => 100,
      async () => {
        const phone = scene.customers.newcomer();
        answers.push(await postbox.deliver([textOf(phone, marked(phone, 1))]));
      },
    );
    let held = 0;
    let most = 0;
    for (let looks = 0; looks < modelMs / 200; looks++) {
      held += (await scene.rows<{ count: number }>(IDLE_IN_TRANSACTION))[0]?.count ?? 0;
      most = Math.max(most, scene.simulator.modelCalls().filter(({ endedAt }) => endedAt === null).length);
      await pause(200);
    }
    await load.stop();
    trial.demand('question at a time', TURNS, most);
    scene.simulator.changeSettings({ modelLatencyMs: 20 });
    await trial.check(scene, { limitMs: 120_000 });
    const p99 = percentile(
      answers.map(({ tookMs }) => tookMs),
      99,
    );
    trial.expect(held === 0, `${held} times a connection was seen idle in a transaction for more than a second`);
    trial.expect(p99 <= P99_MS, `p99 of webhooks is ${Math.round(p99)} ms`);
    trial.see(`${most} questions at a time, p99 of webhooks ${Math.round(p99)} ms`);
  },
};

import { type Death, deaths, demandDeaths, keepDying } from '../stage/dying.js';
import type { Row } from '../trial.js';

const WAYS: readonly Death[] = ['before-commit', 'after-commit', 'before-send', 'request-written'];

/** Customers ask for a person, and whoever notes it dies. */
export const escalation: Row = {
  number: 24,
  title: 'escalation while workers die',
  bar: 'every customer waits for a person with the reason, and is told once',
  async run(trial) {
    const scene = await trial.open({ workers: 0 });
    const planned = deaths(trial.size(8, 100), WAYS, trial.random);
    const left = [...planned];
    const customers: string[] = [];
    const start = async (points: string[]) => {
      const worker = await scene.startWorker(...points);
      for (const phone of scene.customers.newcomers(3)) {
        customers.push(phone);
        await scene.customers.burst(phone, 1, 'I want to talk to a person');
      }
      return worker;
    };
    const how = { start, mostVisits: 2, patienceMs: 20_000 };
    await Promise.all([1, 2].map(() => keepDying(scene, left, trial.random, how)));
    demandDeaths((...fault) => trial.demand(...fault), scene, planned);
    await scene.startWorker();
    await scene.settled(20_000);
    await scene.ageDoubts();
    const { history } = await trial.check(scene, { resends: true, orphanedCalls: true });

    // Whose worker died three times over it waits for that reason.
    const waiting = await scene.rows<{ phone: string }>(
      `select phone from conversation
        where owner = 'waiting' and handoff ->> 'reason' in ('customer_asked', 'turn_crashed')`,
    );
    trial.expect(waiting.length === customers.length, `${waiting.length} of ${customers.length} wait for a person`);
    const told = new Set(history.flatMap((one) => (one.event === 'arrived' ? [one.customer] : [])));
    trial.expect(told.size === customers.length, `${told.size} of ${customers.length} were told`);
    trial.see(`${waiting.length} of ${customers.length} wait with the reason`);
  },
};

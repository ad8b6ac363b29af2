import { atOnce } from '../stage/at-once.js';
import type { Row } from '../trial.js';

const MOST_CALLS = 8;
const MOST_MS = 30_000;

/** The model calls tools for ever, the same one or another each time. */
export const runawayLoop: Row = {
  number: 34,
  title: 'a model that calls tools for ever',
  bar: `at most ${MOST_CALLS} questions and 30 s, then a person`,
  async run(trial) {
    const scene = await trial.open();
    const customers = scene.customers.newcomers(trial.size(6, 60));
    for (const [at, phone] of customers.entries()) {
      const match = { text: phone };
      for (let call = 0; call < 50; call++) {
        const name = ['tool', `tool_${call % 2}`, `tool_${call}`][at % 3] ?? 'tool';
        scene.simulator.armFault({ face: 'gemini', kind: 'tool-call', match, name, args: { call } });
      }
    }
    await atOnce(customers.length, customers, (phone) => scene.customers.burst(phone, 1));
    const { dump } = await trial.check(scene);
    const calls = customers.map(
      (phone) => scene.simulator.modelCalls().filter(({ burst }) => burst[0]?.includes(phone)).length,
    );
    const most = Math.max(...calls);
    trial.demand('loop', customers.length, calls.filter((count) => count > 1).length);
    trial.expect(most <= MOST_CALLS, `${most} questions for one burst`);
    const waiting = dump.conversations.filter(({ owner }) => owner === 'waiting').length;
    trial.expect(waiting === customers.length, `${waiting} of ${customers.length} are with a person`);
    const late = dump.turns.filter(({ startedAt, endedAt }) => (endedAt ?? Infinity) - startedAt > MOST_MS).length;
    trial.expect(late === 0, `${late} turns took longer than ${MOST_MS} ms`);
    trial.see(`${most} questions at most`);
  },
};

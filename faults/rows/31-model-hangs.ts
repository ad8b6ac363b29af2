import { eventsOf } from '../history/events.js';
import { atOnce } from '../stage/at-once.js';
import type { Row } from '../trial.js';

const TURN_TIMEOUT_MS = 5_000;
const OVER_WITHIN_MS = TURN_TIMEOUT_MS + 5_000;
const KINDS = ['hang', 'slow', 'reset'] as const;

/** The model says nothing, far too late, or breaks off. */
export const modelHangs: Row = {
  number: 31,
  title: 'the model hangs, drips and breaks off',
  bar: 'over 5 s after the deadline, handed to a person or answered, no socket left',
  async run(trial) {
    const scene = await trial.open({ workers: 2, env: { TURN_TIMEOUT_MS: String(TURN_TIMEOUT_MS) } });
    const customers = scene.customers.newcomers(trial.size(24, 102));
    for (const [at, phone] of customers.entries()) {
      const kind = KINDS[at % KINDS.length] ?? 'hang';
      const match = { text: phone };
      if (kind === 'slow') scene.simulator.armFault({ face: 'gemini', kind, ms: 60_000, match });
      else scene.simulator.armFault({ face: 'gemini', kind, match, times: kind === 'hang' ? 10 : 2 });
    }
    await atOnce(customers.length, customers, (phone) => scene.customers.burst(phone, 1));
    const { history, dump } = await trial.check(scene, { limitMs: 2 * OVER_WITHIN_MS });
    const fired = scene.simulator.overview().faultsFired;
    for (const kind of KINDS) trial.demand(kind, customers.length / 3, fired[`gemini/${kind}`] ?? 0);

    const late = dump.turns.filter(({ startedAt, endedAt }) => (endedAt ?? Infinity) - startedAt > OVER_WITHIN_MS);
    trial.expect(late.length === 0, `${late.length} turns took longer than ${OVER_WITHIN_MS} ms`);
    const open = scene.simulator.modelCalls().filter(({ endedAt }) => endedAt === null).length;
    trial.expect(open === 0, `${open} connections to the model are still open`);
    const told = new Set(eventsOf(history, 'arrived').map(({ customer }) => customer)).size;
    trial.expect(told === customers.length, `${told} of ${customers.length} customers were told something`);
  },
};

import { eventsOf } from '../history/events.js';
import { atOnce } from '../stage/at-once.js';
import type { Row } from '../trial.js';

const TURN_TIMEOUT_MS = 5_000;
const OVER_WITHIN_MS = TURN_TIMEOUT_MS + 5_000;
const KINDS = ['hang', 'drip', 'cut'] as const;
/** So many that the model never counts as away: what then happens is a row of its own. */
const NO_OUTAGE = '1000';

/** The model says nothing, far too late, or breaks off. */
export const modelHangs: Row = {
  number: 31,
  title: 'the model hangs, drips and breaks off',
  bar: 'over 5 s after the deadline, handed to a person or answered, no socket left',
  async run(trial) {
    const env = { TURN_TIMEOUT_MS: String(TURN_TIMEOUT_MS), MODEL_OUTAGE_FAILURES: NO_OUTAGE };
    const scene = await trial.open({ env });
    const customers = scene.customers.newcomers(trial.size(24, 102));
    for (const [at, phone] of customers.entries()) {
      const kind = KINDS[at % KINDS.length] ?? 'hang';
      // What breaks off is asked for again, and then answered; the others take all the time that there is.
      scene.simulator.armFault({ face: 'gemini', kind, times: kind === 'cut' ? 2 : 10, match: { text: phone } });
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

import type { FaultInput } from '../../sim/fault-kinds.js';
import { eventsOf } from '../history/events.js';
import { atOnce } from '../stage/at-once.js';
import type { Row } from '../trial.js';

/** Platform limit of one text, in characters. */
const LONGEST_TEXT = 4_096;
const CUT = 'and the answer to tha';

/** Answers of the model that are no answers. */
const ODD: readonly (FaultInput & { face: 'gemini' })[] = [
  { face: 'gemini', kind: 'empty' },
  { face: 'gemini', kind: 'blank-text' },
  { face: 'gemini', kind: 'blocked-prompt' },
  { face: 'gemini', kind: 'safety' },
  { face: 'gemini', kind: 'max-tokens' },
  { face: 'gemini', kind: 'malformed-call' },
  { face: 'gemini', kind: 'unknown-tool' },
  { face: 'gemini', kind: 'tool-call', name: 'ask_for_person', args: { reason: 7, summary: null } },
  { face: 'gemini', kind: 'reply', text: 'x '.repeat(25_000) },
  { face: 'gemini', kind: 'reply', text: '\u200b\u200b \u00a0' },
];

/** Each of them once, which a second question mends, and for good, which does not. */
export const oddAnswers: Row = {
  number: 33,
  title: 'empty and odd answers of the model',
  bar: 'nothing empty, cut or too long is sent; else a person with the reason',
  async run(trial) {
    const scene = await trial.open();
    const rounds = trial.size(2, 30);
    const plan = Array.from({ length: rounds }, (_, round) =>
      ODD.map((fault) => ({ fault, times: round % 2 === 0 ? 1 : 10 })),
    ).flat();
    const customers = scene.customers.newcomers(plan.length);
    for (const [at, phone] of customers.entries()) {
      const { fault, times } = plan[at] ?? {};
      if (fault !== undefined) scene.simulator.armFault({ ...fault, times: times ?? 1, match: { text: phone } });
    }
    await atOnce(10, customers, (phone) => scene.customers.burst(phone, 1));
    await scene.settled();
    trial.demand('odd answer', plan.length, scene.simulator.faults().filter(({ fired }) => fired > 0).length);

    const sent = eventsOf(scene.history(), 'arrived');
    for (const { words } of sent) {
      const fine = (words ?? '').replace(/[\s\u200b]/g, '') !== '' && (words ?? '').length <= LONGEST_TEXT;
      trial.expect(
        fine && !words?.includes(CUT),
        `a message was sent that is empty, cut or too long: ${words?.slice(0, 80)}`,
      );
    }
    const told = new Set(sent.map(({ customer }) => customer)).size;
    trial.expect(told === customers.length, `${told} of ${customers.length} customers were told something`);
    const reasons = await scene.rows<{ reason: string; count: number }>(
      `select handoff ->> 'reason' as reason, count(*)::int from conversation where owner = 'waiting' group by 1 order by 1`,
    );
    trial.see(
      `${customers.length} customers; with a person: ${reasons.map(({ reason, count }) => `${count} ${reason}`).join(', ')}`,
    );
  },
};

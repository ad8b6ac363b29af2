import { type Death, writeToDying } from '../stage/dying.js';
import type { Row } from '../trial.js';

const WAYS: readonly Death[] = ['before-commit', 'after-commit', 'before-send', 'request-written'];

/**
 * Who asked waits for that reason, unless three workers died over it: then nobody reads the words a fourth time, because
 * reading them may be what kills. The card shows them.
 */
const WAITING = `
  select handoff ->> 'reason' as reason from conversation c
   where owner = 'waiting'
     and (handoff ->> 'reason' = 'customer_asked'
       or handoff ->> 'reason' = 'turn_crashed'
          and (select count(*) from turn t where t.conversation_id = c.id and t.state = 'failed') >= 3)`;

/** Customers ask for a person, and whoever notes it dies. */
export const escalation: Row = {
  number: 24,
  title: 'escalation while workers die',
  bar: 'every customer waits for a person with the reason, and is told once',
  slow: true,
  async run(trial) {
    const scene = await trial.open({ workers: 0 });
    const customers = await writeToDying(trial, scene, {
      deaths: trial.size(8, 100),
      ways: WAYS,
      mostVisits: 2,
      newcomers: 3,
      write: (phone) => scene.customers.burst(phone, 1, 'I want to talk to a person'),
    });
    await scene.settled(20_000);
    await scene.ageDoubts();
    const { history } = await trial.check(scene, { resends: true, orphanedCalls: true });

    const waiting = await scene.rows<{ reason: string }>(WAITING);
    trial.expect(waiting.length === customers.length, `${waiting.length} of ${customers.length} wait for a person`);
    const told = new Set(history.flatMap((one) => (one.event === 'arrived' ? [one.customer] : [])));
    trial.expect(told.size === customers.length, `${told.size} of ${customers.length} were told`);
    const asked = waiting.filter(({ reason }) => reason === 'customer_asked').length;
    trial.see(`${asked} wait because they asked, ${waiting.length - asked} because workers died over it`);
  },
};

import type { SettingsChange } from '../../sim/settings.js';
import type { Dump } from '../history/dump.js';
import { atOnce } from '../stage/at-once.js';
import { bodyOf, foreignStatus } from '../stage/postbox.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

type Status = NonNullable<SettingsChange['statuses']>[number];

/** Lowest first: a failure may yet be delivered, and a late `sent` revives nothing. */
const LADDER: readonly Status[] = ['sent', 'failed', 'delivered', 'read'];
const ORDERS: readonly Status[][] = [
  ...ordersOf<Status>(['sent', 'delivered', 'read']),
  ['read', 'read', 'delivered', 'sent', 'read', 'sent'],
  ['sent', 'failed', 'sent'],
  ['failed', 'sent', 'delivered'],
];

/** The platform reports in every order, again and again, before its own answer, and about messages of others. */
export const statusChaos: Row = {
  number: 29,
  title: 'statuses in any order',
  bar: 'the highest status stays, a failure with its reason; none lost',
  async run(trial) {
    const scene = await trial.open({ workers: 2 });
    const postbox = scene.postbox();
    const expected = new Map<string, Status>();
    for (const statuses of ORDERS) {
      scene.simulator.changeSettings({ statuses });
      scene.simulator.armFault({ face: 'webhook', kind: 'duplicate', times: 1_000, copies: 2 });
      const customers = scene.customers.newcomers(trial.size(8, 400));
      for (const phone of customers) expected.set(phone, highestOf(statuses));
      await atOnce(8, customers, async (phone, at) => {
        // Reports overtake the answer to every other request.
        if (at % 2 === 0) scene.simulator.armFault({ face: 'whatsapp', kind: 'slow', ms: 300, match: { phone } });
        await scene.customers.burst(phone, 1);
        await postbox.post(bodyOf([], foreignStatus()));
      });
      await scene.settled();
    }
    const { dump } = await trial.check(scene);
    await compare(trial, scene, expected, dump);
  },
};

async function compare(trial: Trial, scene: Scene, expected: Map<string, Status>, dump: Dump): Promise<void> {
  const customers = new Map(dump.conversations.map(({ id, customer }) => [id, customer]));
  const answers = dump.messages.filter(({ sender }) => sender === 'ai');
  for (const [phone, status] of expected) {
    const own = answers.filter(({ conversation }) => customers.get(conversation) === phone);
    const [first] = own;
    trial.expect(first?.status === status, `${phone} got a message that is ${first?.status}, and was to be ${status}`);
  }
  const [reports] = await scene.rows<{ count: number }>(`select count(*)::int as count from delivery_event`);
  const unexplained = await scene.rows(`select 1 from message where status = 'failed' and error is null`);
  trial.expect(unexplained.length === 0, `${unexplained.length} failures have no reason`);
  trial.demand('report', expected.size * 3, reports?.count ?? 0);
  trial.see(`${reports?.count} reports of ${answers.length} messages`);
}

const highestOf = (statuses: readonly Status[]): Status =>
  statuses.reduce((highest, status) => (LADDER.indexOf(status) > LADDER.indexOf(highest) ? status : highest));

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, at) => ordersOf(items.toSpliced(at, 1)).map((others) => [first, ...others]));
}

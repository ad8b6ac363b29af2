import { atOnce } from '../stage/at-once.js';
import type { Operator } from '../stage/operators.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

/** Several take over together; the winner hands back while the customer writes. */
export const ownershipRaces: Row = {
  number: 20,
  title: 'ownership races',
  bar: 'one winner, the others 409 with the name; exactly one answer after',
  async run(trial) {
    const scene = await trial.open({ webs: 2 });
    const operators = (['anna', 'ben', 'cleo'] as const).map((name) => scene.operator(name));
    const customers = scene.customers.newcomers(trial.size(40, 500));
    await atOnce(8, customers, (phone) => race(trial, scene, operators, phone));
    trial.demand('race', 2 * customers.length, 2 * customers.length);
    const { history } = await trial.check(scene, { orphanedCalls: true });
    const answered = history.filter((one) => one.event === 'arrived' && one.words?.includes('#2')).length;
    trial.expect(answered === customers.length, `${answered} of ${customers.length} second messages were answered`);
  },
};

async function race(trial: Trial, scene: Scene, operators: readonly Operator[], phone: string): Promise<void> {
  await scene.customers.burst(phone, 1);
  const outcomes = await Promise.all(operators.map((operator) => operator.takeOver(phone)));
  const winners = outcomes.filter(({ status }) => status === 200);
  const losers = outcomes.filter(({ status }) => status !== 200);
  trial.expect(winners.length === 1, `${winners.length} of ${operators.length} took over together`);
  const winner = operators[outcomes.findIndex(({ status }) => status === 200)];
  for (const { status, body } of losers) {
    const named = status === 409 && body['holder'] === winner?.name;
    trial.expect(named, `a loser was answered ${status} ${JSON.stringify(body)}`);
  }
  const handback = trial.random.draw() < 0.5 ? winner?.handBack(phone) : undefined;
  await scene.customers.burst(phone, 1);
  await (handback ?? winner?.handBack(phone));
}

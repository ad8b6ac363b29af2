import { setTimeout as pause } from 'node:timers/promises';
import { atOnce } from '../stage/at-once.js';
import type { Scene } from '../stage/scene.js';
import type { Row } from '../trial.js';

/** Nobody listens where the platform should be, or lines break before anything was said. */
export const requestNeverArrived: Row = {
  number: 26,
  title: 'the request never arrives',
  bar: 'sent once, in order, none lost',
  async run(trial) {
    const scene = await trial.open({ workers: 2, proxied: ['whatsapp'] });
    const customers = scene.customers.newcomers(trial.size(30, 150));
    const rounds = trial.size(2, 4);
    let refusals = 0;
    for (let round = 0; round < rounds; round++) {
      await scene.proxies.whatsapp.refuse();
      await atOnce(15, customers, (phone) => scene.customers.burst(phone, 1));
      await trial.eventually('each message was tried', async () => (await tried(scene)) >= customers.length);
      refusals += await tried(scene);
      await pause(trial.size(500, 4_000));
      await scene.proxies.whatsapp.pass();
      await scene.settled();
    }
    trial.demand('refused', rounds * customers.length, refusals);
    const { history } = await trial.check(scene);
    const arrived = history.filter(({ event }) => event === 'arrived').length;
    const messages = await scene.rows<{ attempts: number }>(
      `select attempts from message where direction = 'outbound'`,
    );
    trial.expect(arrived === messages.length, `${arrived} requests arrived for ${messages.length} messages`);
    trial.see(`${messages.length} messages in ${messages.reduce((sum, { attempts }) => sum + attempts, 0)} tries`);
  },
};

/** Messages that wait for another try. */
const tried = async (scene: Scene): Promise<number> =>
  (
    await scene.rows<{ count: number }>(
      `select count(*)::int as count from message where status in ('queued', 'sending') and attempts > 0`,
    )
  )[0]?.count ?? 0;

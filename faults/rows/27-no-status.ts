import { setTimeout as pause } from 'node:timers/promises';
import { eventsOf } from '../history/events.js';
import { atOnce } from '../stage/at-once.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const AGED_WITHIN_MS = 30_000;
/** Long enough for whoever would send once more. */
const THREE_SWEEPS_MS = 7_000;

/** The platform takes messages, its answers get lost, and it never reports anything. */
export const noStatus: Row = {
  number: 27,
  title: 'no status ever comes',
  bar: 'free text once more at most, marked; with `ask` never',
  async run(trial) {
    await doubt(trial, await trial.open(), 2);
    await doubt(trial, await trial.open({ env: { UNCONFIRMED_POLICY: 'ask' } }), 1);
  },
};

/** Lets the minute of every doubt be over twice, and counts how often each text went out. */
async function doubt(trial: Trial, scene: Scene, times: number): Promise<void> {
  scene.simulator.changeSettings({ statuses: [] });
  const customers = scene.customers.newcomers(trial.size(12, 100));
  scene.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-reset', times: 1_000_000 });
  await atOnce(12, customers, (phone) => scene.customers.burst(phone, 1));
  const inDoubt = () => countOf(scene, `status = 'unconfirmed'`);
  await trial.eventually('each message is in doubt', async () => (await inDoubt()) === customers.length);
  trial.demand('answer lost', customers.length, await inDoubt());
  for (let minute = 0; minute < 2; minute++) {
    await scene.ageDoubts();
    const old = () =>
      countOf(
        scene,
        `status in ('queued', 'sending') or status = 'unconfirmed' and due_at < now()
      and not coalesce((extra_metadata ->> 'may_have_been_sent_twice')::boolean, false)`,
      );
    if (times > 1) await trial.eventually('old doubts are dealt with', async () => (await old()) === 0, AGED_WITHIN_MS);
    else await pause(THREE_SWEEPS_MS);
  }
  const { history, dump } = await trial.check(scene, { resends: true, unsettled: true });
  for (const { id, mayBeTwice } of dump.messages.filter(({ sender }) => sender === 'ai')) {
    const sent = eventsOf(history, 'arrived').filter(({ label }) => label === id).length;
    trial.expect(sent === times, `a message in doubt went out ${sent} times, and was to go out ${times} times`);
    trial.expect(mayBeTwice === times > 1, 'the mark of a message that went out once more is wrong');
  }
}

const countOf = async (scene: Scene, which: string): Promise<number> =>
  (await scene.rows<{ count: number }>(`select count(*)::int as count from message where ${which}`))[0]?.count ?? 0;

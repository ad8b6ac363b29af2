import { setTimeout as pause } from 'node:timers/promises';
import { eventsOf } from '../history/events.js';
import { MAY_BE_TWICE } from '../history/read-dump.js';
import { atOnce } from '../stage/at-once.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const DOUBTED_WITHIN_MS = 60_000;
const AGED_WITHIN_MS = 30_000;
const TEMPLATE = { name: 'hello_world', language: 'en_US' };
/** Long enough for whoever would send once more. */
const THREE_SWEEPS_MS = 7_000;

/** The platform takes messages, its answers get lost, and it never reports anything. */
export const noStatus: Row = {
  number: 27,
  title: 'no status ever comes',
  bar: 'free text once more at most, marked; with `ask` never; a template never; then a person is told',
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
  const templates = await sendTemplates(scene, trial.size(4, 30));
  const inDoubt = () => countOf(scene, `status = 'unconfirmed'`);
  const all = customers.length + templates;
  await trial.eventually('each message is in doubt', async () => (await inDoubt()) === all, DOUBTED_WITHIN_MS);
  trial.demand('answer lost', all, await inDoubt());
  for (let minute = 0; minute < 2; minute++) {
    await scene.ageDoubts();
    const old = () =>
      countOf(
        scene,
        `status in ('queued', 'sending') or status = 'unconfirmed' and due_at < now()
      and sender_type = 'ai' and not ${MAY_BE_TWICE}`,
      );
    if (times > 1) await trial.eventually('old doubts are dealt with', async () => (await old()) === 0, AGED_WITHIN_MS);
    else await pause(THREE_SWEEPS_MS);
  }
  const forgotten = async () =>
    (await scene.rows(`select 1 from conversation where phone = any($1) and owner = 'ai'`, [customers])).length;
  await trial.eventually('a person is told of each doubt', async () => (await forgotten()) === 0, AGED_WITHIN_MS);
  const { history, dump } = await trial.check(scene, { resends: true, unsettled: true });
  for (const { id, sender, mayBeTwice } of dump.messages.filter((message) => message.sender !== 'customer')) {
    const wanted = sender === 'ai' ? times : 1;
    const sent = eventsOf(history, 'arrived').filter(({ label }) => label === id).length;
    trial.expect(sent === wanted, `a message in doubt went out ${sent} times, and was to go out ${wanted} times`);
    trial.expect(mayBeTwice === wanted > 1, 'the mark of a message that went out once more is wrong');
  }
  trial.see(`${customers.length} texts in doubt sent ${times} times, ${templates} templates once`);
}

/** An operator who has the conversation sends one to each of so many customers. @returns how many were sent. */
async function sendTemplates(scene: Scene, count: number): Promise<number> {
  const anna = scene.operator('anna');
  const customers = scene.customers.newcomers(count);
  await atOnce(4, customers, async (phone) => {
    scene.simulator.armFault({ face: 'gemini', kind: 'hang', match: { text: phone } });
    await scene.customers.burst(phone, 1);
    await anna.takeOver(phone);
    await anna.sendTemplate(phone, TEMPLATE);
  });
  return customers.length;
}

const countOf = async (scene: Scene, which: string): Promise<number> =>
  (await scene.rows<{ count: number }>(`select count(*)::int as count from message where ${which}`))[0]?.count ?? 0;

import { eventsOf } from '../history/events.js';
import { atOnce } from '../stage/at-once.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const REPEATS = 5;

/** Operators write while a colleague holds, while the assistant thinks, and the same message again and again. */
export const replyRaces: Row = {
  number: 21,
  title: 'reply races',
  bar: '409 to who does not hold; one message for one key; one voice at a time',
  async run(trial) {
    const scene = await trial.open({ webs: 2 });
    scene.simulator.changeSettings({ modelLatencyMs: [50, 400] });
    const customers = scene.customers.newcomers(trial.size(30, 500));
    await atOnce(6, customers, (phone, at) =>
      at % 2 === 0 ? speakTogether(trial, scene, phone) : speakWhileThinking(trial, scene, phone),
    );
    trial.demand('race', customers.length, customers.length);
    const { history } = await trial.check(scene, { orphanedCalls: true });
    for (const phone of customers) {
      const said = eventsOf(history, 'arrived').filter(
        ({ customer, words }) => customer === phone && words?.includes('by anna'),
      );
      trial.expect(said.length === 1, `${phone} got an operator's message ${said.length} times`);
    }
  },
};

/** Anna holds; Ben may not speak, and Anna's one message is asked for five times at once. */
async function speakTogether(trial: Trial, scene: Scene, phone: string): Promise<void> {
  const [anna, ben] = [scene.operator('anna'), scene.operator('ben')];
  await scene.customers.burst(phone, 1);
  await anna.takeOver(phone);
  const repeats = Array.from({ length: REPEATS }, () => anna.say(phone, 'written by anna', `key-${phone}`));
  const [refused, ...said] = await Promise.all([ben.say(phone, 'written by ben'), ...repeats]);
  trial.expect(refused?.status === 409, `who does not hold was answered ${refused?.status}`);
  const ids = new Set(said.map(({ body }) => body['message_id']));
  const fine = said.every(({ status }) => status === 200) && ids.size === 1;
  trial.expect(fine, `one message was answered ${said.map(({ status }) => status).join()} with ${ids.size} ids`);
}

/** The assistant's draft does not know of the operator's words; it makes way and comes after them. */
async function speakWhileThinking(trial: Trial, scene: Scene, phone: string): Promise<void> {
  await scene.customers.burst(phone, 1);
  const { status } = await scene.operator('anna').say(phone, 'written by anna');
  trial.expect(status === 200, `an operator who spoke while the assistant thought was answered ${status}`);
}

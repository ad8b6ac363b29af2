import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../sim/records.js';
import { eventsOf } from '../history/events.js';
import { atOnce } from '../stage/at-once.js';
import { acknowledged } from '../stage/customers.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const FIELDS = ['smb_message_echoes', 'standby', 'messaging_handovers'] as const;
const MODEL_MS: [number, number] = [100, 500];

/** A person answers on the phone, or another agent has the thread, in the middle of a turn. */
export const personElsewhere: Row = {
  number: 23,
  title: 'a person on the phone app, another agent',
  bar: 'after the 200 to their webhook no new message of the assistant',
  async run(trial) {
    const scene = await trial.open({ webs: 2 });
    scene.simulator.changeSettings({ modelLatencyMs: MODEL_MS });
    const customers = scene.customers.newcomers(trial.size(60, 300));
    const takenAt = new Map<string, number>();
    await atOnce(
      20,
      customers,
      async (phone, at) => void takenAt.set(phone, await speakElsewhere(trial, scene, phone, at)),
    );
    trial.demand('person elsewhere', customers.length, takenAt.size);
    const { history, dump } = await trial.check(scene, { orphanedCalls: true });
    const owners = new Set(dump.conversations.map(({ owner }) => owner));
    trial.expect(owners.size === 1 && owners.has('external'), `owners are ${[...owners].join()}`);
    await checkSilence(trial, scene, takenAt);
    trial.see(`${eventsOf(history, 'arrived').length} answers had gone out before`);
  },
};

/** @returns when the webhook was acknowledged. */
async function speakElsewhere(trial: Trial, scene: Scene, phone: string, at: number): Promise<number> {
  await scene.customers.burst(phone, 1);
  await pause(trial.random.between(0, MODEL_MS[1] + 200));
  const field = FIELDS[at % FIELDS.length] as (typeof FIELDS)[number];
  const words = 'I am on it';
  const { id: message } = scene.simulator.sendPlatformEvent(field, { customer: phone, text: words });
  const delivery = scene.simulator.deliveries(1)[0];
  // What another agent overhears was written by the customer.
  if (field === 'standby') scene.recorder.note({ event: 'offered', message, customer: phone, words, sentAt: now() });
  if (delivery === undefined) throw new Error('The platform sent no webhook');
  await acknowledged(delivery);
  return delivery.attempts.find(({ status }) => status === 200)?.endedAt ?? NaN;
}

/** What was claimed for sending before the 200 may still arrive: a webhook's answer waits for nobody. */
async function checkSilence(trial: Trial, scene: Scene, takenAt: ReadonlyMap<string, number>): Promise<void> {
  const claims = await scene.rows<{ phone: string; at: number }>(
    `select c.phone, extract(epoch from s.at)::float8 * 1000 as at
       from faults.step s join message m on m.id = s.row_id join conversation c on c.id = m.conversation_id
      where s.after = 'sending' and m.sender_type = 'ai'`,
  );
  const late = claims.filter(({ phone, at }) => at > (takenAt.get(phone) ?? Infinity));
  trial.expect(late.length === 0, `${late.length} messages of the assistant were begun after a person had spoken`);
}

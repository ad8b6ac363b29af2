import { afterEach, describe, expect, it } from 'vitest';
import { messagesOf, newPhone, quiet, settled, write } from './support/conversation.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

/** Longer than a claimed message may take to leave. */
const STANDSTILL_MS = 1_800;

/** A delay between claim and request does what a frozen process does: it comes back and would like to send. */
describe('A process that stands still between the claim of a message and its request', () => {
  let system: TestSystem;
  afterEach(() => system.stop());

  const standStill = async (): Promise<void> => {
    system = await startSystem({ FAULT_POINTS: `before-send=delay:${STANDSTILL_MS}@1` });
    system.simulator.changeSettings({ statuses: [] });
  };
  const requestsTo = (phone: string) => system.simulator.requests().filter(({ to }) => to === `+${phone}`);
  const answerTo = async (phone: string) =>
    (await messagesOf(system, phone)).find(({ sender_type }) => sender_type === 'ai');
  const isClaimed = (phone: string) =>
    eventually('its answer is claimed', async () => (await answerTo(phone))?.status === 'sending');

  it('does not send it, and the message goes out with its next claim', async () => {
    await standStill();
    const phone = newPhone();
    await write(system, phone, 'a question');
    await settled(system, phone);
    expect(requestsTo(phone)).toHaveLength(1);
    expect(await answerTo(phone)).toMatchObject({ status: 'sent', attempts: 2, error: null });
  });

  it('sends nothing after a takeover that did not name it', async () => {
    await standStill();
    const phone = newPhone();
    await write(system, phone, 'a question');
    await isClaimed(phone);
    const { body } = await system.call('POST', '/api/v1/takeover', { phone });
    expect(body).toEqual({ status: 'takeover_complete' });
    await quiet(system);
    await eventually('it is cancelled', async () => (await answerTo(phone))?.status === 'cancelled');
    expect(requestsTo(phone)).toEqual([]);
  });

  it('takes a doubt back, because it knows that nothing was sent', async () => {
    await standStill();
    const phone = newPhone();
    await write(system, phone, 'a question');
    await isClaimed(phone);
    await system.rows(
      `update message set status = 'unconfirmed', due_at = now() + interval '1 minute' where status = 'sending'`,
    );
    await eventually('it is sent', async () => (await answerTo(phone))?.status === 'sent');
    const answer = await answerTo(phone);
    expect(answer).toMatchObject({ attempts: 2, error: null });
    expect(answer?.extra_metadata ?? {}).not.toHaveProperty('may_have_been_sent_twice');
    expect(requestsTo(phone)).toHaveLength(1);
  });

  it('leaves alone what others have made of the message meanwhile', async () => {
    await standStill();
    const phone = newPhone();
    await write(system, phone, 'a question');
    await isClaimed(phone);
    await system.rows(`update message set attempts = 7, due_at = now() + interval '1 minute' where status = 'sending'`);
    await quiet(system);
    expect(await answerTo(phone)).toMatchObject({ status: 'sending', attempts: 7 });
    expect(requestsTo(phone)).toEqual([]);
  });
});

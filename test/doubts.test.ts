import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationOf, messagesOf, type MessageRow, newPhone, quiet, write } from './support/conversation.js';
import { lock } from './support/locked.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

const WITH_PERSON = {
  owner: 'waiting',
  handoff: {
    reason: 'send_failed',
    summary: expect.stringContaining('Nobody knows whether'),
    tried: expect.stringContaining('You wrote'),
  },
};

describe.each(['resend', 'ask'])('An answer of which nobody knows whether it arrived, with %s (P5, P8)', (policy) => {
  const mostTries = policy === 'resend' ? 2 : 1;
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ UNCONFIRMED_POLICY: policy });
    system.simulator.changeSettings({ statuses: [] });
  });
  afterAll(() => system.stop());

  const timesSent = (phone: string): number => system.simulator.sent().filter(({ to }) => to === `+${phone}`).length;
  const answerTo = async (phone: string): Promise<MessageRow | undefined> =>
    (await messagesOf(system, phone)).find(({ sender_type }) => sender_type === 'ai');
  const inDoubt = (phone: string, times: number): Promise<void> =>
    eventually(`it is in doubt after ${times} tries`, async () => {
      const answer = await answerTo(phone);
      return answer?.status === 'unconfirmed' && answer.attempts === times;
    });
  const letMinutePass = (phone: string) =>
    system.rows(
      `update message m set due_at = now() from conversation c where c.id = m.conversation_id and c.phone = $1 and m.direction = 'outbound'`,
      [phone],
    );

  /** A customer whose answer the platform takes so many times without a word. */
  const newDoubt = async (times: number): Promise<string> => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-reset', times, match: { phone: `+${phone}` } });
    await write(system, phone, 'a question');
    await inDoubt(phone, 1);
    return phone;
  };

  /** Its time passes, after each try. */
  const stays = async (phone: string): Promise<void> => {
    for (let tries = 1; tries <= mostTries; tries++) {
      await inDoubt(phone, tries);
      await letMinutePass(phone);
    }
    await eventually('a person is told', async () => (await conversationOf(system, phone)).owner === 'waiting');
  };

  it('is given to a person when its time is over, and nothing more is said', async () => {
    const phone = await newDoubt(mostTries);
    await stays(phone);
    expect(await conversationOf(system, phone)).toMatchObject(WITH_PERSON);
    await quiet(system);
    expect(timesSent(phone)).toBe(mostTries);
    expect(await answerTo(phone)).toMatchObject({ status: 'unconfirmed', attempts: mostTries });
  });

  it('waits for a report that has come and was not read yet', async () => {
    const phone = await newDoubt(mostTries);
    const id = (await answerTo(phone))?.id;
    await system.rows(
      `insert into delivery_event (external_id, status, provider_ts, label) values ('wamid.unread', 'delivered', now(), $1)`,
      [id],
    );
    const letGo = await lock(system, 'select 1 from delivery_event where label = $1 for update', [id]);
    await letMinutePass(phone);
    await stays(await newDoubt(mostTries));
    expect(timesSent(phone)).toBe(1);
    expect((await conversationOf(system, phone)).owner).toBe('ai');
    await letGo();
    await eventually('it is read', async () => (await answerTo(phone))?.status === 'delivered');
    expect((await conversationOf(system, phone)).owner).toBe('ai');
  });

  it('stays with the assistant while its time is not over, and when a report has settled it', async () => {
    const [young, settled] = [await newDoubt(1), await newDoubt(1)];
    await system.rows(`update message set status = 'delivered' where id = $1`, [(await answerTo(settled))?.id]);
    await letMinutePass(settled);
    await stays(await newDoubt(mostTries));
    for (const phone of [young, settled]) expect((await conversationOf(system, phone)).owner).toBe('ai');
  });
});

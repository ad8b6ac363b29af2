import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMessageId } from '../sim/ids.js';
import { conversationOf, messagesOf, newPhone, quiet, settled, turnsOf } from './support/conversation.js';
import type { Item } from './support/inbound.js';
import { answersTo, startSystem, type TestSystem } from './support/system.js';
import { deliver, textFrom } from './support/webhook-body.js';

const BUSINESS = '15550100001';

describe('One delivery that tells several things of a customer', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const secondsAgo = (seconds: number): string => String(Math.floor(Date.now() / 1_000) - seconds);
  /** Posts these fields as the entries of one body. */
  const tell = async (...changes: [field: string, value: Item][]): Promise<void> => {
    const metadata = { display_phone_number: BUSINESS, phone_number_id: system.settings.WHATSAPP_PHONE_NUMBER_ID };
    const entry = changes.map(([field, value]) => ({
      id: '1',
      changes: [{ field, value: { messaging_product: 'whatsapp', metadata, ...value } }],
    }));
    expect(await deliver(system, { object: 'whatsapp_business_account', entry })).toBe(200);
  };
  const textsOf = async (phone: string): Promise<(string | null)[]> =>
    (await messagesOf(system, phone)).filter(({ direction }) => direction === 'inbound').map((row) => row.message_text);

  it('puts words under a new number where the notice beside them says that they belong', async () => {
    const [before, after, oldId, newId] = [newPhone(), newPhone(), 'US.90001', 'US.90002'];
    await tell(['messages', { messages: [textFrom(before, 'at the old number', { from_user_id: oldId }, 60)] }]);
    await settled(system, before);
    const notice = { type: 'system', system: { type: 'user_changed_number', wa_id: after, user_id: newId } };
    const note = { id: newMessageId(), from: before, from_user_id: oldId, timestamp: secondsAgo(10), ...notice };
    await tell(['messages', { messages: [textFrom(after, 'at the new one', { from_user_id: newId }), note] }]);
    await settled(system, after);
    expect(await textsOf(after)).toEqual(['at the old number', 'at the new one', null]);
    expect((await conversationOf(system, after)).identity_changed_at).not.toBeNull();
  });

  it('gives each of two customers their own names, in whatever order the contacts stand', async () => {
    const [one, two] = [newPhone(), newPhone()];
    const contacts = [
      { wa_id: two, user_id: 'US.90012', profile: { name: 'Two' } },
      { wa_id: one, user_id: 'US.90011', profile: { name: 'One' } },
    ];
    await tell(['messages', { contacts, messages: [textFrom(one, 'I am one'), textFrom(two, 'I am two')] }]);
    expect(await conversationOf(system, one)).toMatchObject({ name: 'One' });
    expect(await conversationOf(system, two)).toMatchObject({ name: 'Two' });
    const found = await system.call('GET', '/api/v1/conversations/US.90011');
    expect(found.body).toMatchObject({ phone: one });
  });

  it('leaves to the person on the phone what the customer wrote to them, also where it stands first', async () => {
    const phone = newPhone();
    const echo = { from: BUSINESS, to: phone, id: newMessageId(), timestamp: secondsAgo(10), type: 'text' };
    await tell(
      ['messages', { messages: [textFrom(phone, 'thank you, Carla')] }],
      ['smb_message_echoes', { message_echoes: [{ ...echo, text: { body: 'It is ready' } }] }],
    );
    await quiet(system);
    expect((await conversationOf(system, phone)).owner).toBe('external');
    expect(await turnsOf(system, phone)).toEqual([]);
    expect(answersTo(system, phone)).toEqual([]);
  });

  it('opts out who says so in both ways, and answers the rest once', async () => {
    const phone = newPhone();
    const preference = {
      wa_id: phone,
      category: 'marketing_messages',
      value: 'stop',
      timestamp: Number(secondsAgo(5)),
    };
    await tell(
      ['user_preferences', { user_preferences: [preference] }],
      ['messages', { messages: [textFrom(phone, 'where is my parcel?'), textFrom(phone, 'STOP')] }],
    );
    await settled(system, phone);
    const { body } = await system.call('GET', `/api/v1/conversations/${phone}`);
    expect(body).toMatchObject({ opted_out_by: 'settings', owner: 'ai' });
    expect(answersTo(system, phone)).toHaveLength(1);
    expect(answersTo(system, phone)[0]).toContain('where is my parcel?');
  });
});

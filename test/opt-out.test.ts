import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlatformEvent } from '../sim/whatsapp/platform/platform-event.js';
import { callsAbout, exchange, newPhone, quiet, settled, turnsOf, write } from './support/conversation.js';
import { answersTo, startSystem, type TestSystem } from './support/system.js';
import { deliver, textFrom, webhook } from './support/webhook-body.js';

const OUT = 'You are out.';
const IN = 'You are in.';

describe('A customer who wants no messages', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ OPT_OUT_MESSAGE: OUT, OPT_IN_MESSAGE: IN });
  });
  afterAll(() => system.stop());

  const now = (): number => Math.floor(Date.now() / 1_000);
  const seen = async (customer: string): Promise<Record<string, unknown>> => {
    const { body } = await system.call('GET', `/api/v1/conversations/${customer}`);
    return { at: body['opted_out_at'], by: body['opted_out_by'] };
  };
  const since = (seconds: number): string => new Date(seconds * 1_000).toISOString();
  const IS_IN = { at: null, by: null };

  /** The customer chooses in WhatsApp's settings. */
  const prefer = async (customer: string, value: string, timestamp: number, event: PlatformEvent = {}) => {
    const more = { value, timestamp, ...event.more };
    const { id } = system.simulator.sendPlatformEvent('user_preferences', { customer, ...event, more });
    const delivered = (): boolean =>
      system.simulator.deliveries().some((one) => one.messageId === id && one.state === 'delivered');
    await expect.poll(delivered).toBe(true);
  };

  it('by a word is out at once, told so once, and the model is not asked', async () => {
    const phone = newPhone();
    const stop = textFrom(phone, 'Stop!');
    await deliver(system, webhook(system, { messages: [stop] }));
    expect(await seen(phone)).toEqual({ at: since(Number(stop['timestamp'])), by: 'words' });
    await settled(system, phone);
    expect(answersTo(system, phone)).toEqual([OUT]);
    await exchange(system, phone, 'STOP');
    await deliver(system, webhook(system, { messages: [stop] }));
    await quiet(system);
    expect(answersTo(system, phone)).toEqual([OUT]);
    expect(await turnsOf(system, phone)).toMatchObject([
      { state: 'answered', model_calls: null },
      { state: 'silent', model_calls: null },
    ]);
  });

  it('is answered when they ask something, and comes back by a word', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'BAJA');
    await exchange(system, phone, 'what do you sell?');
    expect(answersTo(system, phone)).toEqual([OUT, expect.stringContaining('simulated answer')]);
    await exchange(system, phone, 'Alta por favor');
    expect(answersTo(system, phone).at(-1)).toBe(IN);
    expect(await seen(phone)).toEqual(IS_IN);
    expect(callsAbout(system, 'Alta')).toEqual([]);
  });

  it('is no customer who only says "start", which is an opening like any other', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'Start');
    expect(answersTo(system, phone)).toEqual([expect.stringContaining('simulated answer')]);
  });

  it('and asks something beside it is answered in one message, with the confirmation below', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'where is my parcel?', 'stop');
    const answers = answersTo(system, phone).join('\n\n');
    expect(answers).toMatch(/simulated answer/);
    expect(answers.split(OUT)).toHaveLength(2);
    expect(callsAbout(system, 'where is my parcel?')).toHaveLength(1);
  });

  it('is out whoever has the conversation, and the assistant says nothing there', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await system.call('POST', '/api/v1/takeover', { phone });
    await write(system, phone, 'Abmelden');
    await quiet(system);
    expect(await seen(phone)).toMatchObject({ by: 'words' });
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it('by the settings of WhatsApp is out and in, and an older choice that comes late changes nothing', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await prefer(phone, 'stop', now() - 50);
    expect(await seen(phone)).toEqual({ at: expect.any(String), by: 'settings' });
    await prefer(phone, 'resume', now() - 60);
    expect(await seen(phone)).toMatchObject({ by: 'settings' });
    await prefer(phone, 'signup', now() - 40);
    expect(await seen(phone)).toEqual(IS_IN);
    await prefer(phone, 'stop', now() - 50);
    await prefer(phone, 'weather', now());
    expect(await seen(phone)).toEqual(IS_IN);
    await prefer(phone, 'stop', now(), { more: { category: 'utility_messages' } });
    await prefer(phone, 'resume', now(), { more: { category: 'utility_messages' } });
    expect(await seen(phone)).toMatchObject({ by: 'settings' });
    expect(answersTo(system, phone)).toHaveLength(1);
    expect(await turnsOf(system, phone)).toHaveLength(1);
  });

  it('is found by the user id alone, never by the parent they share with others', async () => {
    const [one, two] = [newPhone(), newPhone()];
    const shared = 'US.ENT.777';
    for (const [phone, userId] of [
      [one, 'US.7001'],
      [two, 'US.7002'],
    ] as const) {
      const named = { from_user_id: userId, from_parent_user_id: shared };
      await deliver(system, webhook(system, { messages: [textFrom(phone, 'hi', named)] }));
    }
    const item = { user_id: 'US.7001', parent_user_id: shared, category: 'marketing_messages', value: 'stop' };
    const contacts = [{ user_id: 'US.7001', parent_user_id: shared }];
    const metadata = { phone_number_id: system.settings.WHATSAPP_PHONE_NUMBER_ID };
    const value = { metadata, contacts, user_preferences: [{ ...item, timestamp: now() }] };
    await deliver(system, { entry: [{ changes: [{ field: 'user_preferences', value }] }] });
    expect(await seen('US.7001')).toMatchObject({ by: 'settings' });
    expect(await seen(two)).toEqual(IS_IN);
  });

  it('is remembered before they ever wrote', async () => {
    const phone = newPhone();
    await prefer(phone, 'stop', now() - 5);
    await exchange(system, phone, 'now I write');
    expect(await seen(phone)).toMatchObject({ by: 'settings' });
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it('stays out when two conversations turn out to be one', async () => {
    const phone = newPhone();
    const userId = `US.8${phone}`;
    await exchange(system, phone, 'STOP');
    const byId = { ...textFrom(phone, 'hi', { from_user_id: userId }), from: undefined };
    await deliver(system, webhook(system, { messages: [byId] }));
    await deliver(system, webhook(system, { messages: [textFrom(phone, 'me again', { from_user_id: userId })] }));
    expect(await seen(userId)).toMatchObject({ by: 'words' });
  });
});

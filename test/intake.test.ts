import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Intake } from '../src/conversation/intake/intake.js';
import { type Delivery, emptyDelivery, type IncomingMessage } from '../src/conversation/incoming.js';
import { newMessageId } from '../sim/ids.js';
import {
  conversationOf,
  exchange,
  messagesOf,
  newPhone,
  quiet,
  settled,
  turnsOf,
  write,
} from './support/conversation.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { isWaiting, lock } from './support/locked.js';
import { deliver, statusOf, textFrom, webhook } from './support/webhook-body.js';

describe('Intake', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const storedTexts = async (phone: string): Promise<(string | null)[]> =>
    (await messagesOf(system, phone)).filter((row) => row.direction === 'inbound').map((row) => row.message_text);

  it("lets nothing be said later than now by Postgres' clock, and the window with it", async () => {
    const phone = newPhone();
    await deliver(system, webhook(system, { messages: [textFrom(phone, 'from a clock that is ahead', {}, -3_600)] }));
    const [said] = await system.rows(
      `select m.provider_ts <= clock_timestamp() and c.window_expires_at <= clock_timestamp() + interval '24 hours' as fine
         from message m join conversation c on c.id = m.conversation_id where c.phone = $1 and m.direction = 'inbound'`,
      [phone],
    );
    expect(said).toEqual({ fine: true });
  });

  it('answers 200 only when the message is in Postgres (P1)', async () => {
    const phone = newPhone();
    let answer: number | null | undefined;
    const release = await lock(system, 'lock table message in exclusive mode');
    const posting = deliver(system, webhook(system, { messages: [textFrom(phone, 'stored first')] })).then(
      (status) => (answer = status),
    );
    await eventually('the webhook waits for the table', () => isWaiting(system));
    expect(answer).toBeUndefined();
    await release();
    expect(await posting).toBe(200);
    expect(await storedTexts(phone)).toEqual(['stored first']);
  });

  it('has every row when its 200 arrives, however many come at once (P1)', async () => {
    const phones = Array.from({ length: 20 }, newPhone);
    const missing = await Promise.all(
      phones.map(async (phone) => {
        const message = textFrom(phone, 'Hello');
        expect(await deliver(system, webhook(system, { messages: [message] }))).toBe(200);
        return (await system.rows('select 1 from message where external_id = $1', [message.id])).length === 0;
      }),
    );
    expect(missing).not.toContain(true);
  });

  it('stores, handles and answers a message once, however often it is delivered (P2)', async () => {
    const phones = Array.from({ length: 6 }, newPhone);
    await Promise.all(
      phones.map(async (phone) => {
        const message = textFrom(phone, `first text of ${phone}`);
        const body = webhook(system, { messages: [message] });
        const { statuses } = await system.simulator.deliverWebhook({ body, times: 3, concurrently: 3 });
        await settled(system, phone);
        const changed = webhook(system, { messages: [{ ...message, text: { body: 'another text' } }] });
        statuses.push(await deliver(system, body), await deliver(system, changed));
        expect(statuses).toEqual([200, 200, 200, 200, 200]);
      }),
    );
    await quiet(system);
    for (const phone of phones) {
      expect(await storedTexts(phone)).toEqual([`first text of ${phone}`]);
      expect((await turnsOf(system, phone)).map((turn) => turn.state)).toEqual(['answered']);
      expect(answersTo(system, phone)).toHaveLength(1);
    }
  });

  it('takes a batch of everything, and a poisoned item harms none of its neighbours (P10)', async () => {
    const phones = Array.from({ length: 14 }, newPhone);
    const poison = [null, 7, 'text', [], {}, { id: newMessageId() }, { from: {}, id: [], type: 5, text: 'x' }];
    const changes = phones.map((phone, at) => ({
      contacts: [{ profile: { name: `Name of ${phone}` }, wa_id: phone }],
      messages: [textFrom(phone, 'one'), poison[at % poison.length], textFrom(phone, 'two')],
      statuses: [poison[at % poison.length], statusOf(`wamid.batch-${at}`, 'delivered')],
    }));
    expect(await deliver(system, webhook(system, ...changes))).toBe(200);

    for (const phone of phones) expect(await storedTexts(phone)).toEqual(['one', 'two']);
    expect((await conversationOf(system, phones[0] ?? '')).name).toBe(`Name of ${phones[0]}`);
    const [reports] = await system.rows<{ count: number }>(
      `select count(*)::int as count from delivery_event where external_id like 'wamid.batch-%'`,
    );
    expect(reports?.count).toBe(14);
  });

  it('loses no neighbour of an item that Postgres refuses, and keeps that item too (P10)', async () => {
    const phones = Array.from({ length: 9 }, newPhone);
    const messages = phones.map((phone, at) => incoming(phone, at % 4 === 1 ? { sentAt: new Date(8.64e15) } : {}));
    const reports = [report('wamid.good-1'), report('x'.repeat(300)), report('wamid.good-2')];
    const long = phones
      .slice(0, 2)
      .map((_, at) =>
        incoming(newPhone(), { sentAt: new Date(8.64e15), text: `${'x'.repeat(at)}${'😀'.repeat(40_000)}` }),
      );
    await system.app.get(Intake).receive({ ...emptyDelivery(), messages: [...messages, ...long], reports });

    const odd = [...messages.filter((_, at) => at % 4 === 1), ...long];
    for (const { externalId, customer } of messages.filter((message) => !odd.includes(message))) {
      expect((await messagesOf(system, customer.waId ?? '')).map((row) => row.external_id)).toEqual([externalId]);
    }
    const aside = await system.rows<{ key: string; payload: string }>(
      `select key, payload #>> '{}' as payload from platform_event where field = 'odd'`,
    );
    const keys = [...odd.map((message) => message.externalId), 'x'.repeat(300)].map((id) => `odd:${id}`);
    expect(aside.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    expect(aside.find(({ key }) => key === `odd:${odd[0]?.externalId}`)?.payload).toContain(odd[0]?.text);
    const events = await system.rows(`select 1 from delivery_event where external_id like 'wamid.good-%'`);
    expect(events).toHaveLength(2);
  });

  it('makes one conversation of a customer whose first messages come side by side (P2)', async () => {
    const phone = newPhone();
    const texts = Array.from({ length: 10 }, (_, at) => `message ${at}`);
    const answers = await Promise.all(
      texts.map((text) => deliver(system, webhook(system, { messages: [textFrom(phone, text)] }))),
    );
    expect(answers).toEqual(texts.map(() => 200));
    expect(await system.rows('select 1 from conversation where phone = $1', [phone])).toHaveLength(1);
    expect((await storedTexts(phone)).toSorted()).toEqual(texts);
  });

  it('joins a conversation that another process starts at the same moment (P1, P2)', async () => {
    const phone = newPhone();
    const started = await lock(
      system,
      `with started as (insert into conversation (phone) values ($1) returning id)
       insert into customer_identity (kind, value, conversation_id) select 'wa_id', $1, id from started`,
      [phone],
    );
    const posting = deliver(system, webhook(system, { messages: [textFrom(phone, 'at the same moment')] }));
    await eventually('the webhook waits for the other', () => isWaiting(system));
    await started();
    expect(await posting).toBe(200);
    expect(await storedTexts(phone)).toEqual(['at the same moment']);
  });

  it('answers a customer without a phone by their user id, and learns the phone later', async () => {
    const [phone, userId] = [newPhone(), 'DE.13491208655302741918'];
    const from = { from: undefined, from_user_id: userId };
    await deliver(system, webhook(system, { messages: [textFrom(phone, 'without a phone', from)] }));
    const OF_USER = `select c.id, c.phone from conversation c join customer_identity i on i.conversation_id = c.id
                      where i.kind = 'user_id' and i.value = $1`;
    const [first] = await system.rows<{ id: string; phone: string | null }>(OF_USER, [userId]);
    expect(first).toMatchObject({ phone: null });
    await eventually('the customer is answered', () => answersTo(system, userId).length === 1);
    expect(system.simulator.sent().at(-1)?.body).toMatchObject({ recipient: userId, type: 'text' });
    expect(system.simulator.sent().at(-1)?.body).not.toHaveProperty('to');

    const both = webhook(system, { messages: [textFrom(phone, 'with a phone', { from_user_id: userId })] });
    expect(await deliver(system, both)).toBe(200);
    expect(await system.rows(OF_USER, [userId])).toEqual([{ id: first?.id, phone }]);
    expect(await storedTexts(phone)).toEqual(['without a phone', 'with a phone']);
    await eventually('the customer is answered at the phone', () => answersTo(system, phone).length === 1);
    expect(system.simulator.sent().at(-1)?.body).toMatchObject({ to: `+${phone}` });
  });

  it('keeps a reaction and answers it with nothing', async () => {
    const phone = newPhone();
    const reaction = { type: 'reaction', reaction: { message_id: 'wamid.X', emoji: '👍' }, text: undefined };
    expect(await deliver(system, webhook(system, { messages: [textFrom(phone, '', reaction)] }))).toBe(200);
    await quiet(system);
    expect(await messagesOf(system, phone)).toMatchObject([{ message_text: null, handled_at: expect.any(Date) }]);
    expect(await turnsOf(system, phone)).toEqual([]);
    expect((await conversationOf(system, phone)).burst_started_at).toBeNull();
  });

  it('sets aside what was written to another number, and answers nobody (P9)', async () => {
    const phone = newPhone();
    const body = webhook(system, { phoneNumberId: '999', messages: [textFrom(phone, 'for somebody else')] });
    const { statuses } = await system.simulator.deliverWebhook({ body, times: 2 });
    expect(statuses).toEqual([200, 200]);
    expect(await system.rows('select 1 from conversation where phone = $1', [phone])).toEqual([]);
    expect(
      await system.rows(`select note from platform_event where payload -> 'text' ->> 'body' = 'for somebody else'`),
    ).toEqual([{ note: 'another number' }]);
  });

  it('makes NUL and half an emoji storable, wherever they stand (P10)', async () => {
    const phone = newPhone();
    const message = textFrom(phone, 'TEXT', { referral: { headline: 'TEXT' } });
    const contacts = [{ profile: { name: 'TEXT' }, wa_id: phone }];
    const body = JSON.stringify(webhook(system, { contacts, messages: [message] }));
    expect(await deliver(system, body.replaceAll('TEXT', String.raw`a\u0000b\ud83dc`))).toBe(200);
    expect(await storedTexts(phone)).toEqual(['ab\ufffdc']);
    expect((await conversationOf(system, phone)).name).toBe('ab\ufffdc');
  });

  it('keeps the window open from the newest message, not the last to arrive', async () => {
    const phone = newPhone();
    await deliver(system, webhook(system, { messages: [textFrom(phone, 'new', {}, 60)] }));
    const before = (await conversationOf(system, phone)).window_expires_at;
    await deliver(system, webhook(system, { messages: [textFrom(phone, 'old', {}, 7_200)] }));
    expect((await conversationOf(system, phone)).window_expires_at).toEqual(before);
    expect(Number(before) - Date.now()).toBeGreaterThan(86_300_000 - 60_000);
  });

  it('calls customers by the newest name they showed', async () => {
    const phone = newPhone();
    const nameAfter = async (...names: (string | null)[]): Promise<string | null> => {
      for (const name of names) {
        const contacts = name === null ? [] : [{ profile: { name }, wa_id: phone }];
        await deliver(system, webhook(system, { contacts, messages: [textFrom(phone, `I am ${name}`)] }));
      }
      return (await conversationOf(system, phone)).name;
    };
    expect(await nameAfter(null)).toBeNull();
    expect(await nameAfter('Carla', null)).toBe('Carla');
    expect(await nameAfter('Carlotta')).toBe('Carlotta');
  });

  it('keeps two customers apart who write at the same moment (P9)', async () => {
    const [one, two] = [newPhone(), newPhone()];
    await Promise.all([exchange(system, one, 'apples for one'), exchange(system, two, 'pears for two')]);
    await write(system, one, 'thanks from one');
    await settled(system, one);
    expect(answersTo(system, one).join()).not.toContain('pears');
    expect(answersTo(system, two).join()).not.toContain('apples');
  });
});

const incoming = (phone: string, change: Partial<IncomingMessage> = {}): IncomingMessage => ({
  externalId: newMessageId(),
  customer: { waId: phone, userId: null, parentUserId: null, username: null, name: null },
  kind: 'text',
  platformType: 'text',
  text: `text of ${phone}`,
  media: null,
  sentAt: new Date(),
  identityChange: null,
  isOverheard: false,
  replyTo: null,
  needsAnswer: true,
  opensWindow: true,
  metadata: {},
  ...change,
});

const report = (externalId: string): Delivery['reports'][number] => ({
  externalId,
  status: 'delivered',
  participant: '',
  reportedAt: new Date(),
  label: null,
  error: null,
  metadata: {},
});

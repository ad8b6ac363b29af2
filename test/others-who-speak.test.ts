import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { type Item, lastPrompt, listed } from './support/inbound.js';
import { memoryOf } from './support/memory.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, textFrom } from './support/webhook-body.js';

const BUSINESS = '15550100001';

describe('Others who speak in a thread', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  /** Delivers the value of a field, so often. */
  const tell = async (field: string, value: Item, times = 1): Promise<void> => {
    const metadata = { display_phone_number: BUSINESS, phone_number_id: system.settings.WHATSAPP_PHONE_NUMBER_ID };
    const body = { entry: [{ id: '1', changes: [{ field, value: { metadata, ...value } }] }] };
    const { statuses } = await system.simulator.deliverWebhook({ body, times });
    expect(statuses).toEqual(Array(times).fill(200));
  };
  const secondsAgo = (seconds: number): string => String(Math.floor(Date.now() / 1_000) - seconds);
  const echo = (to: string, body: string, agoS = 0): Item => ({
    from: BUSINESS,
    to,
    id: newMessageId(),
    timestamp: secondsAgo(agoS),
    type: 'text',
    text: { body },
  });
  const ownerOf = async (phone: string): Promise<string> => (await conversationOf(system, phone)).owner;

  it('a person on the phone: has the conversation, is remembered, and the assistant is silent', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a first question');
    await tell('smb_message_echoes', { message_echoes: [echo(phone, 'Hello, it is Carla')] }, 3);
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'external', epoch: 1, operator_id: null });
    await write(system, phone, 'thank you, Carla');
    await quiet(system);
    expect(await turnsOf(system, phone)).toHaveLength(1);
    expect((await listed(system, phone))[1]).toMatchObject({
      direction: 'outbound',
      sender_type: 'operator',
      sender_id: 'phone app',
      message_text: 'Hello, it is Carla',
      status: 'sent',
    });
    await eventually('memory has the words', async () =>
      (await memoryOf(system, phone)).includes('Hello, it is Carla'),
    );

    await system.call('POST', '/api/v1/handback', { phone });
    await settled(system, phone);
    const prompt = lastPrompt(system, 'thank you, Carla');
    expect(prompt).toContain('Hello, it is Carla');
    expect(prompt).toContain('A colleague answers from the phone.');
    expect(answersTo(system, phone)).toHaveLength(2);
  });

  it('a person on the phone: stops an answer that is being thought of', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 5_000, match: { text: 'who is faster?' } });
    await write(system, phone, 'who is faster?');
    await eventually('the model is asked', () => lastPrompt(system, 'who is faster?') !== '');
    await tell('smb_message_echoes', { message_echoes: [echo(phone, 'I am')] });
    await quiet(system);
    expect((await turnsOf(system, phone)).map(({ state }) => state)).toEqual(['cancelled']);
    expect(answersTo(system, phone)).toEqual([]);
    system.simulator.disarmFaults();
  });

  it('a person on the phone: starts a conversation by writing first', async () => {
    const phone = newPhone();
    await tell('smb_message_echoes', { message_echoes: [echo(phone, 'Your parcel is here')] });
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'external', window_expires_at: null });
  });

  it('a person on the phone: is told too late to take back what was handed back', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await system.call('POST', '/api/v1/takeover', { phone });
    await system.call('POST', '/api/v1/handback', { phone });
    await tell('smb_message_echoes', { message_echoes: [echo(phone, 'said long before', 60)] });
    expect(await ownerOf(phone)).toBe('ai');
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ message_text: 'said long before' });
  });

  it('another agent: is recorded in standby, and never answered', async () => {
    const phone = newPhone();
    const said = textFrom(phone, 'to the other agent');
    const message = { to: phone, type: 'text', text: { body: 'the other agent speaks' } };
    const agentEcho = { id: newMessageId(), timestamp: secondsAgo(0), message };
    await tell('standby', { standby: { messages: [said], message_echoes: [agentEcho] } }, 2);
    await quiet(system);
    expect(await ownerOf(phone)).toBe('external');
    expect(await turnsOf(system, phone)).toEqual([]);
    expect(answersTo(system, phone)).toEqual([]);
    const texts = (await listed(system, phone)).map((item) => [item['sender_id'], item['message_text']]);
    expect(texts.toSorted()).toEqual([
      [null, 'to the other agent'],
      ['another agent', 'the other agent speaks'],
    ]);
    await write(system, phone, 'and to you');
    await quiet(system);
    expect(await turnsOf(system, phone)).toEqual([]);
  });

  it('another agent: has a thread that is handed over to it', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    const value = { sender: { phone_number: phone }, type: 'control_passed', timestamp: secondsAgo(0) };
    await tell('messaging_handovers', value, 2);
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'external', epoch: 1 });
    const stranger = newPhone();
    await tell('messaging_handovers', { ...value, sender: { phone_number: stranger } });
    expect(await system.rows('select 1 from conversation where phone = $1', [stranger])).toEqual([]);
  });

  it('the past: is imported in its own order, before the present, and answered by nobody', async () => {
    const [known, unknown] = [newPhone(), newPhone()];
    await exchange(system, known, 'a question of today');
    const before = await conversationOf(system, known);
    const past = (phone: string, ours: boolean, body: string, agoS: number): Item => ({
      ...echo(phone, body, agoS),
      from: ours ? BUSINESS : phone,
      history_context: { status: 'READ' },
    });
    const thread = (phone: string): Item => ({
      id: phone,
      messages: [
        past(phone, true, 'an answer of old', 80_000),
        past(phone, false, 'a question of old', 90_000),
        { ...past(phone, false, '', 95_000), type: 'media_placeholder', text: undefined },
      ],
    });
    const chunk = { metadata: { phase: 0, chunk_order: 1, progress: 100 }, threads: [thread(known), thread(unknown)] };
    await tell('history', { history: [chunk] }, 2);
    await quiet(system);
    expect((await messagesOf(system, known)).map((row) => row.message_text)).toEqual([
      null,
      'a question of old',
      'an answer of old',
      'a question of today',
      expect.any(String),
    ]);
    expect(await conversationOf(system, known)).toEqual(before);
    expect(await turnsOf(system, known)).toHaveLength(1);
    expect(await conversationOf(system, unknown)).toMatchObject({ owner: 'ai', window_expires_at: null });
    expect(await turnsOf(system, unknown)).toEqual([]);

    const pages = async (cursor = ''): Promise<Item[]> => {
      const { body } = await system.call('GET', `/api/v1/conversations/${known}/messages?limit=2${cursor}`);
      const { items, next_cursor: next } = body as { items: Item[]; next_cursor: string | null };
      return next === null ? items : [...items, ...(await pages(`&cursor=${next}`))];
    };
    expect((await pages()).map((item) => item['message_text']).slice(2)).toEqual([
      'an answer of old',
      'a question of old',
      null,
    ]);
    await write(system, known, 'a question after that');
    await settled(system, known);
    expect(lastPrompt(system, 'a question after that')).toMatch(
      /a question of old[^]*an answer of old[^]*a question of today[^]*a question after that/,
    );
  });

  it('the past: thousands of messages are taken at once (P11)', async () => {
    const phone = newPhone();
    const messages = Array.from({ length: 2_500 }, (_, at) => ({
      ...echo('', `past ${at}`, 100_000 - at),
      from: phone,
    }));
    await tell('history', { history: [{ threads: [{ id: phone, messages }] }] });
    const texts = (await messagesOf(system, phone)).map((row) => row.message_text);
    expect(texts).toEqual(messages.map((_, at) => `past ${at}`));
  });

  it('the address book: names those who have not shown a name themselves', async () => {
    const [nameless, named] = [newPhone(), newPhone()];
    await write(system, nameless, 'no name');
    system.simulator.writeAsCustomer(named, { text: 'with a name', name: 'Own Name' });
    await eventually('they are stored', async () => (await ownerOf(named).catch(() => '')) !== '');
    const entry = (phone: string): Item => ({
      type: 'contact',
      action: 'add',
      contact: { full_name: 'From the Book', phone_number: phone },
    });
    await tell('smb_app_state_sync', { state_sync: [entry(nameless), entry(named), entry(newPhone())] });
    expect((await conversationOf(system, nameless)).name).toBe('From the Book');
    expect((await conversationOf(system, named)).name).toBe('Own Name');
  });

  it('a call: is recorded and opens the window, so that an operator may write', async () => {
    const phone = newPhone();
    const call = { id: 'wacid.ABC', from: phone, direction: 'USER_INITIATED', timestamp: secondsAgo(0) };
    await tell('calls', { calls: [{ ...call, event: 'connect' }] });
    await tell('calls', { calls: [{ ...call, event: 'terminate', status: 'COMPLETED', duration: 3 }] });
    await quiet(system);
    expect(await listed(system, phone)).toMatchObject([{ kind: 'call', external_id: 'wacid.ABC' }]);
    expect(await turnsOf(system, phone)).toEqual([]);
    expect(Number((await conversationOf(system, phone)).window_expires_at)).toBeGreaterThan(Date.now() + 86_000_000);
    expect(await eventsOf('calls')).toHaveLength(2);
  });

  it('are understood as the simulator tells of them, every field', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'hello');
    const fields = ['smb_message_echoes', 'standby', 'messaging_handovers', 'history', 'calls', 'smb_app_state_sync'];
    for (const field of [...fields, 'user_id_update']) system.simulator.sendPlatformEvent(field, { customer: phone });
    const kinds = async (): Promise<string> =>
      (await listed(system, phone)).map((item) => `${String(item['sender_id'])}/${String(item['kind'])}`).join();
    await eventually('all of it is stored', async () => {
      const { identity_changed_at: changed } = await conversationOf(system, phone);
      return changed !== null && (await listed(system, phone)).length === 8;
    });
    expect((await kinds()).split(',').toSorted()).toEqual([
      'assistant/text',
      'history/text',
      'null/call',
      'null/text',
      'null/text',
      'null/text',
      'null/unknown',
      'phone app/text',
    ]);
    await quiet(system);
    expect(await turnsOf(system, phone)).toHaveLength(1);
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'external', name: 'Written elsewhere' });
  });

  it('a group: is stored and left alone', async () => {
    const phone = newPhone();
    const said = textFrom(phone, 'to all in the group', { group_id: 'g1' });
    const metadata = { phone_number_id: system.settings.WHATSAPP_PHONE_NUMBER_ID };
    const body = { entry: [{ changes: [{ field: 'messages', value: { metadata, messages: [said] } }] }] };
    expect(await deliver(system, body)).toBe(200);
    expect(await system.rows('select 1 from conversation where phone = $1', [phone])).toEqual([]);
    expect((await eventsOf('messages')).map((event) => event['note'])).toContain('group message');
  });

  const eventsOf = async (field: string): Promise<Item[]> =>
    (await system.call('GET', `/api/v1/platform-events?field=${field}`)).body['items'] as Item[];

  it('the platform: what it reports is listed once, page by page, and alerts by themselves', async () => {
    const restriction = [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING' }];
    await tell('account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: restriction }, 2);
    await tell('message_template_status_update', { event: 'APPROVED', message_template_name: 'hello' });
    await tell('a_field_of_next_year', { anything: 1 });

    const list = async (query: string) => (await system.call('GET', `/api/v1/platform-events?${query}`)).body;
    expect(await list('alerts=true')).toMatchObject({
      items: [
        {
          field: 'account_update',
          alert: 'The WhatsApp Business account is restricted: RESTRICTED_BIZ_INITIATED_MESSAGING',
          payload: { event: 'ACCOUNT_RESTRICTION' },
        },
      ],
      next_cursor: null,
    });
    const first = await list('limit=1');
    expect(first).toMatchObject({ items: [{ field: 'a_field_of_next_year', alert: null, payload: { anything: 1 } }] });
    expect(await list(`limit=1&cursor=${String(first['next_cursor'])}`)).toMatchObject({
      items: [{ field: 'message_template_status_update', alert: null }],
    });
    expect(await list('cursor=x')).toMatchObject({ statusCode: 400 });
    expect(await list('alerts=maybe')).toMatchObject({ statusCode: 400 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationOf, exchange, messagesOf, newPhone, settled } from './support/conversation.js';
import { type Item, lastPrompt } from './support/inbound.js';
import { isWaiting, lock } from './support/locked.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, textFrom, webhook } from './support/webhook-body.js';

let lastUserId = 10_000_000_000;
const newUserId = (): string => `US.${++lastUserId}`;

describe('Customers and their names', () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    system = await startSystem(TWO_OPERATORS);
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());

  /** Delivers each item in a webhook of its own. */
  const say = async (...items: Item[]): Promise<void> => {
    for (const item of items) expect(await deliver(system, webhook(system, { messages: [item] }))).toBe(200);
  };
  const text = (phone: string | undefined, userId: string | undefined, body: string, agoS = 0): Item =>
    textFrom('', body, { from: phone, from_user_id: userId }, agoS);
  const notice = (from: Item, system_: Item, agoS = 0): Item =>
    textFrom('', '', { type: 'system', text: undefined, ...from, system: system_ }, agoS);

  /** The conversation in which these words stand, and all that the customer said there. */
  const withWords = async (words: string): Promise<{ id: string; texts: string[] }> => {
    const [row] = await system.rows<{ id: string; texts: string[] }>(
      `select conversation_id as id, array_agg(message_text order by seq) filter (where message_text is not null) as texts
         from message where direction = 'inbound' and conversation_id =
              (select conversation_id from message where message_text = $1 and direction = 'inbound')
        group by conversation_id`,
      [words],
    );
    if (row === undefined) throw new Error(`Nobody wrote "${words}"`);
    return row;
  };
  const viewOf = async (reference: string): Promise<Item> => (await anna.get(`conversations/${reference}`)).body;
  const answered = (id: string): Promise<void> =>
    eventually(`${id} is answered`, async () => {
      const open = await system.rows(
        `select 1 from conversation where id = $1 and (burst_started_at is not null or exists (
           select 1 from message m where m.conversation_id = $1 and m.status in ('queued', 'sending')))`,
        [id],
      );
      return open.length === 0;
    });

  it('are one person under a phone and a user id, once one message shows both', async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    await exchange(system, phone, 'first words, by phone');
    await say(text(undefined, userId, 'first words, by user id'));
    const apart = await withWords('first words, by user id');
    await answered(apart.id);
    expect(apart.id).not.toBe((await conversationOf(system, phone)).id);

    await say(text(phone, userId, 'words of both'));
    await settled(system, phone);
    const { id, texts } = await withWords('words of both');
    expect(texts).toEqual(['first words, by phone', 'first words, by user id', 'words of both']);
    expect(await viewOf(phone)).toMatchObject({ id, phone, user_id: userId, identity_changed_at: null });
    expect(await viewOf(userId)).toMatchObject({ id });
    expect(await viewOf(apart.id)).toMatchObject({ id });
    const prompt = lastPrompt(system, 'words of both');
    expect(prompt).toContain('first words, by user id');
    const { body } = await anna.get('conversations?limit=200');
    const listed = (body['items'] as Item[]).filter((item) => item['id'] === id || item['id'] === apart.id);
    expect(listed).toHaveLength(1);
  });

  it('leave no message unanswered when two conversations become one (P3)', async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    await exchange(system, phone, 'hello by phone');
    system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 3_000, match: { text: 'asked by user id' } });
    await say(text(undefined, userId, 'asked by user id'));
    await eventually('the model is asked', () => lastPrompt(system, 'asked by user id') !== '');
    await say(text(phone, userId, 'and asked by phone'));
    await settled(system, phone);
    const call = system.simulator.modelCalls().findLast(({ burst }) => burst.includes('and asked by phone'));
    expect(call?.burst).toEqual(['asked by user id', 'and asked by phone']);
    expect(answersTo(system, phone)).toHaveLength(2);
    system.simulator.disarmFaults();
  });

  it('lose no message that is stored while its conversation becomes a part of another one (P1)', async () => {
    const [phone, home] = [newPhone(), newPhone()];
    await exchange(system, phone, 'before the join');
    await exchange(system, home, 'in the one that is kept');
    const kept = await conversationOf(system, home);
    const commit = await lock(system, 'update conversation set merged_into = $1 where phone = $2', [kept.id, phone]);
    const posting = deliver(system, webhook(system, { messages: [textFrom(phone, 'at the moment of the join')] }));
    await eventually('the webhook waits for the join', () => isWaiting(system));
    await commit();
    expect(await posting).toBe(200);
    expect((await withWords('at the moment of the join')).id).toBe(kept.id);
    await settled(system, home);
    expect(answersTo(system, home).at(-1)).toContain('at the moment of the join');
  });

  it('stay with the person who has one of the two conversations', async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    await exchange(system, phone, 'hello again by phone');
    await say(text(undefined, userId, 'to a person'));
    const { id } = await withWords('to a person');
    await answered(id);
    expect(await anna.post('takeover', { conversationId: id })).toMatchObject({ status: 200 });
    await say(text(phone, userId, 'who has me?'));
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'human', operator_id: 'anna' });
    expect(await anna.post('operator-message', { userId, message: 'I have you' })).toMatchObject({ status: 200 });
    expect(answersTo(system, phone).at(-1)).toBe('I have you');
  });

  it('are one person however many of their first messages come at once (P2)', async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    const shown = [phone, undefined, phone].flatMap((from) => Array(10).fill(from) as (string | undefined)[]);
    const items = shown.map((from, at) => text(from, at < 10 ? undefined : userId, `at once ${phone} ${at}`));
    const answers = await Promise.all(items.map((item) => deliver(system, webhook(system, { messages: [item] }))));
    expect(answers).toEqual(items.map(() => 200));
    await settled(system, phone);
    const { id, texts } = await withWords(`at once ${phone} 0`);
    expect(texts.toSorted()).toEqual(items.map((_, at) => `at once ${phone} ${at}`).toSorted());
    expect(await viewOf(userId)).toMatchObject({ id, phone });
  });

  it('hear nothing more from the assistant when a person has one of two conversations that become one (P4)', async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    await exchange(system, phone, 'a question by phone');
    await anna.post('takeover', { phone });
    const backOff = { face: 'whatsapp', kind: 'error', status: 400, code: 131_056, retryAfter: 2 } as const;
    system.simulator.armFault({ ...backOff, times: 1, match: { text: 'a question by user id' } });
    await say(text(undefined, userId, 'a question by user id'));
    const { id } = await withWords('a question by user id');
    await eventually('the answer waits to be sent again', async () => {
      const rows = await system.rows(
        `select 1 from message where conversation_id = $1 and status = 'queued' and attempts > 0`,
        [id],
      );
      return rows.length > 0;
    });
    await say(text(phone, userId, 'the same person'));
    await eventually('it is cancelled', async () =>
      (await messagesOf(system, phone)).some((row) => row.status === 'cancelled'),
    );
    expect(answersTo(system, phone)).toHaveLength(1);
    expect(answersTo(system, userId)).toEqual([]);
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'human', operator_id: 'anna' });
  });

  it('keep their conversation when they change their number, and are to be verified again', async () => {
    const [before, after, oldId, newId] = [newPhone(), newPhone(), newUserId(), newUserId()];
    await say(text(before, oldId, `I live at ${before}`));
    await settled(system, before);
    const { id } = await conversationOf(system, before);
    const note = notice(
      { from: before, from_user_id: oldId },
      { type: 'user_changed_number', wa_id: after, user_id: newId, body: 'changed' },
    );
    await say(note, note, text(after, newId, `now at ${after}`));
    await settled(system, after);

    expect((await withWords(`now at ${after}`)).id).toBe(id);
    expect(await viewOf(after)).toMatchObject({ id, phone: after, user_id: newId });
    expect((await viewOf(after))['identity_changed_at']).toEqual(expect.any(String));
    expect(await viewOf(before)).toMatchObject({ statusCode: 404 });
    expect(answersTo(system, after)).toHaveLength(1);
    expect(lastPrompt(system, `now at ${after}`)).toContain('changed their phone number');

    expect((await anna.post('verification', { phone: after })).body).toEqual({ status: 'verification_complete' });
    await say(note);
    expect(await viewOf(after)).toMatchObject({ identity_changed_at: null, phone: after });
  });

  it('are found by the old names where a message comes late, and by the new ones before the notice does', async () => {
    const [before, after, oldId, newId] = [newPhone(), newPhone(), newUserId(), newUserId()];
    await say(text(before, oldId, `early words of ${before}`, 100));
    const { id } = await conversationOf(system, before);
    await say(text(after, newId, `overtaking words of ${before}`, 40));
    expect((await withWords(`overtaking words of ${before}`)).id).not.toBe(id);
    await say(
      notice({ from: before, from_user_id: oldId }, { type: 'user_changed_number', wa_id: after, user_id: newId }, 50),
    );
    await say(text(before, oldId, `late words of ${before}`, 60));
    const { texts } = await withWords(`early words of ${before}`);
    expect(texts).toEqual([`early words of ${before}`, `overtaking words of ${before}`, `late words of ${before}`]);
    expect(await viewOf(id)).toMatchObject({ id, phone: after, user_id: newId });
  });

  it('never read what the person wrote who had their number before (P9)', async () => {
    const [phone, first, second] = [newPhone(), newUserId(), newUserId()];
    await say(text(phone, first, 'my secret is 4711'));
    await settled(system, phone);
    const { id } = await conversationOf(system, phone);
    await say(text(phone, second, 'what did I say before?'));
    await settled(system, phone);
    expect((await conversationOf(system, phone)).id).not.toBe(id);
    expect(lastPrompt(system, 'what did I say before?')).not.toContain('4711');
    expect(await viewOf(phone)).toMatchObject({ user_id: second });
    expect(await viewOf(id)).toMatchObject({ phone: null, user_id: first });

    await say(text(undefined, first, 'and I am still here'));
    await answered(id);
    expect(system.simulator.sent().at(-1)?.body).toMatchObject({ recipient: first });
    expect(system.simulator.sent().at(-1)?.body).not.toHaveProperty('to');
  });

  it('lose a number that goes to somebody who says so', async () => {
    const [theirs, mine, first, second, third] = [newPhone(), newPhone(), newUserId(), newUserId(), newUserId()];
    await say(text(theirs, first, `old owner of ${theirs}`, 100), text(mine, second, `new owner of ${theirs}`, 90));
    await say(notice({ from: mine }, { type: 'user_changed_number', wa_id: theirs, user_id: third }, 10));
    await say(text(theirs, third, `it is me, at ${theirs}`));
    expect((await withWords(`it is me, at ${theirs}`)).texts).toEqual([
      `new owner of ${theirs}`,
      `it is me, at ${theirs}`,
    ]);
    expect(await viewOf(first)).toMatchObject({ phone: null });
  });

  it.each<[string, (oldId: string, newId: string) => unknown]>([
    [
      'a system note',
      (oldId, newId) =>
        webhook(system, {
          messages: [notice({}, { type: 'user_changed_user_id', user_id: newId, previous_user_id: oldId })],
        }),
    ],
    [
      'the field of its own',
      (oldId, newId) => ({
        entry: [{ changes: [{ field: 'user_id_update', value: { user_id_update: [idUpdate(oldId, newId)] } }] }],
      }),
    ],
  ])('keep their conversation when %s says that their user id changed', async (_, newsOf) => {
    const [oldId, newId] = [newUserId(), newUserId()];
    await say(text(undefined, oldId, `words of ${oldId}`));
    const { id } = await withWords(`words of ${oldId}`);
    await answered(id);
    expect(await deliver(system, newsOf(oldId, newId))).toBe(200);
    await say(text(undefined, newId, `words of ${newId}`));
    expect((await withWords(`words of ${newId}`)).id).toBe(id);
    expect(await viewOf(newId)).toMatchObject({ id, identity_changed_at: expect.any(String) });
    await answered(id);
    expect(system.simulator.sent().at(-1)?.body).toMatchObject({ recipient: newId });
  });

  it('show the username they have now, and are not found by it', async () => {
    const [phone, another] = [newPhone(), newPhone()];
    const named = (from: string, username: string) =>
      webhook(system, {
        contacts: [{ profile: { name: 'Ada', username }, wa_id: from }],
        messages: [textFrom(from, `I am ${username}`)],
      });
    await deliver(system, named(phone, '@ada'));
    await deliver(system, named(phone, '@ada.l'));
    expect(await viewOf(phone)).toMatchObject({ username: 'ada.l' });
    await deliver(system, named(another, 'ada.l'));
    expect(await viewOf(another)).toMatchObject({ username: 'ada.l', phone: another });
    expect(await viewOf(phone)).toMatchObject({ username: null, phone });
    expect((await messagesOf(system, phone)).filter((row) => row.direction === 'inbound')).toHaveLength(2);
  });

  it('are named by operators in one of three ways', async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    await say(text(phone, userId, 'by which name?'));
    const { id } = await withWords('by which name?');
    for (const name of [{ phone }, { conversationId: id }, { userId }, { userId, phone: null }]) {
      expect(await anna.post('takeover', name)).toMatchObject({ status: 200 });
      expect(await anna.post('handback', name)).toMatchObject({ status: 200 });
    }
    for (const name of [phone, `+${phone}`, id, userId]) {
      expect(await anna.get(`conversations/${name}/messages`)).toMatchObject({ status: 200 });
    }
    const [many, noId, noUser] = await Promise.all(
      [{ phone, userId }, { conversationId: 'x' }, { userId: 'me' }].map((body) => anna.post('takeover', body)),
    );
    expect(many?.body['message']).toEqual(['only one of phone, conversationId and userId may be given']);
    expect(noId?.body['message']).toEqual(['conversationId must be the id of a conversation']);
    expect(noUser?.body['message']).toEqual([expect.stringContaining('userId must be a business-scoped user id')]);
    expect(await anna.get('conversations/nobody')).toMatchObject({ status: 400 });
    expect(await anna.get('conversations/US.99')).toMatchObject({ status: 404 });
  });
});

const idUpdate = (previous: string, current: string): Item => ({
  user_id: { previous, current },
  timestamp: Math.floor(Date.now() / 1_000),
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationOf, exchange, messagesOf, newPhone, quiet, settled, write } from './support/conversation.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, statusOf, webhook } from './support/webhook-body.js';

const LADDER = ['sent', 'failed', 'delivered', 'read'];

/** Every order of every choice of words. */
const arrangements = (words: string[]): string[][] =>
  words.flatMap((word) => [
    [word],
    ...arrangements(words.filter((other) => other !== word)).map((rest) => [word, ...rest]),
  ]);

interface Outgoing {
  id: string;
  status: string;
  external_id: string | null;
  error: { code: number }[] | null;
}

describe('Statuses', () => {
  let system: TestSystem;
  let phone: string;
  beforeAll(async () => {
    system = await startSystem();
    system.simulator.changeSettings({ statuses: [] });
    phone = newPhone();
    await exchange(system, phone, 'a question');
  });
  afterAll(() => system.stop());

  const report = async (...statuses: object[]): Promise<void> => {
    expect(await deliver(system, webhook(system, { statuses }))).toBe(200);
  };
  const applied = (): Promise<void> =>
    eventually('every report is looked at', async () => {
      return (await system.rows(`select 1 from delivery_event where state = 'new' limit 1`)).length === 0;
    });

  /** Messages of an operator that stand as told, in one conversation. */
  const insert = async (ids: (string | null)[], status: string): Promise<string[]> => {
    const rows = await system.rows<{ id: string }>(
      `insert into message (conversation_id, direction, sender_type, message_text, status, external_id)
       select (select id from conversation where phone = $1), 'outbound', 'operator', 'x', $3, external_id
         from unnest($2::text[]) with ordinality as new (external_id, at) order by at returning id`,
      [phone, ids, status],
    );
    return rows.map(({ id }) => id);
  };
  const standingOf = async (ids: string[]): Promise<Outgoing[]> => {
    const rows = await system.rows<Outgoing>('select id, status, external_id, error from message where id = any($1)', [
      ids,
    ]);
    return ids.map((id) => rows.find((row) => row.id === id) as Outgoing);
  };

  it.each([
    ['by their id', true],
    ['by our label, before we know the id', false],
  ])('end at the highest in every order, %s', async (_, isKnown) => {
    const sequences = arrangements(LADDER);
    const externalIds = sequences.map((_sequence, at) => `wamid.order-${isKnown}-${at}`);
    const ids = await insert(isKnown ? externalIds : externalIds.map(() => null), isKnown ? 'sent' : 'sending');
    const more = (at: number): Record<string, unknown> => (isKnown ? {} : { biz_opaque_callback_data: ids[at] });
    for (let step = 0; step < LADDER.length; step++) {
      const statuses = sequences.flatMap((sequence, at) => {
        const word = sequence[step];
        return word === undefined ? [] : [statusOf(externalIds[at] ?? '', word, more(at))];
      });
      await report(...statuses);
      await applied();
      await report(...statuses);
    }
    await applied();

    const highest = sequences.map((sequence) => LADDER.findLast((word) => sequence.includes(word)));
    const standing = await standingOf(ids);
    expect(sequences.length).toBe(64);
    expect(standing.map(({ status }) => status)).toEqual(highest);
    expect(standing.map(({ external_id }) => external_id)).toEqual(externalIds);
  });

  it('of the same message side by side leave one event each (P2)', async () => {
    const [id] = await insert(['wamid.twice'], 'sent');
    const body = webhook(system, { statuses: [statusOf('wamid.twice', 'delivered'), statusOf('wamid.twice', 'read')] });
    const { statuses } = await system.simulator.deliverWebhook({ body, times: 6, concurrently: 6 });
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
    await applied();
    expect(await system.rows(`select 1 from delivery_event where external_id = 'wamid.twice'`)).toHaveLength(2);
    expect(await standingOf([id ?? ''])).toMatchObject([{ status: 'read' }]);
  });

  it('that overtake the answer to our own call are not lost', async () => {
    const other = newPhone();
    system.simulator.armFault({ face: 'whatsapp', kind: 'slow', ms: 1_200, match: { phone: other } });
    await write(system, other, 'another question');
    await eventually('it is accepted', () => system.simulator.sent().some(({ to }) => to === `+${other}`));
    const wamid = system.simulator.sent().find(({ to }) => to === `+${other}`)?.wamid ?? '';
    await report(statusOf(wamid, 'delivered'));
    await applied();
    expect(await system.rows('select state from delivery_event where external_id = $1', [wamid])).toEqual([
      { state: 'parked' },
    ]);
    await settled(system, other);
    await eventually('it counts', async () => (await messagesOf(system, other)).at(-1)?.status === 'delivered');
    expect((await messagesOf(system, other)).at(-1)).toMatchObject({ external_id: wamid });
  });

  it('of a failure that overtake that answer keep its reason', async () => {
    const other = newPhone();
    system.simulator.armFault({ face: 'whatsapp', kind: 'slow', ms: 1_200, match: { phone: other } });
    await write(system, other, 'a question to be lost');
    await eventually('it is accepted', () => system.simulator.sent().some(({ to }) => to === `+${other}`));
    const { wamid, label } = system.simulator.sent().find(({ to }) => to === `+${other}`) ?? {};
    const errors = [{ code: 131_026, title: 'Message undeliverable' }];
    await report(statusOf(wamid ?? '', 'failed', { biz_opaque_callback_data: label, errors }));
    await applied();
    await quiet(system);
    const answer = (await messagesOf(system, other)).find(({ sender_type }) => sender_type === 'ai');
    expect(answer).toMatchObject({ status: 'failed', external_id: wamid, error: [{ code: 131_026 }] });
  });

  it('of messages nobody here sent are parked (P10)', async () => {
    const labels = [undefined, 'campaign 7', randomUUID(), '{}', "'; drop table message; --"];
    await report(
      ...labels.map((label, at) => statusOf(`wamid.foreign-${at}`, 'read', { biz_opaque_callback_data: label })),
    );
    await applied();
    const states = await system.rows<{ state: string }>(
      `select state from delivery_event where external_id like 'wamid.foreign-%'`,
    );
    expect(states).toEqual(labels.map(() => ({ state: 'parked' })));
  });

  it('never touch what the customer wrote, and go on when one pretends to (P10)', async () => {
    const [question] = await messagesOf(system, phone);
    const [id] = await insert(['wamid.beside'], 'sent');
    await report(
      statusOf(question?.external_id ?? '', 'read'),
      statusOf('wamid.pretends', 'read', { biz_opaque_callback_data: question?.id }),
      statusOf('wamid.beside', 'read'),
    );
    await applied();
    expect(await standingOf([id ?? ''])).toMatchObject([{ status: 'read' }]);
    expect((await messagesOf(system, phone))[0]).toMatchObject({ status: null, external_id: question?.external_id });
    const pretended = await system.rows(`select state from delivery_event where external_id = 'wamid.pretends'`);
    expect(pretended).toEqual([{ state: 'parked' }]);
  });

  const timesOf = async (externalId: string): Promise<unknown> => {
    const { body } = await system.call('GET', `/api/v1/conversations/${phone}/messages?limit=200`);
    return (body['items'] as Record<string, unknown>[]).find((item) => item['external_id'] === externalId)?.[
      'delivery'
    ];
  };
  const NO_TIMES = { sent_at: null, delivered_at: null, read_at: null, played_at: null, failed_at: null };

  it('tell when each step was, by the clock of the platform, in whatever order they come', async () => {
    await insert(['wamid.times', 'wamid.no-times'], 'sent');
    const at = (seconds: number): string => new Date(1_790_000_000_000 + seconds * 1_000).toISOString();
    const said = (status: string, seconds: number) =>
      statusOf('wamid.times', status, { timestamp: String(1_790_000_000 + seconds) });
    await report(said('read', 30), said('sent', 10));
    await report(said('delivered', 20), said('played', 40), said('sent', 99));
    await applied();
    const times = { sent_at: at(10), delivered_at: at(20), read_at: at(30), played_at: at(40), failed_at: null };
    expect(await timesOf('wamid.times')).toEqual(times);
    expect(await timesOf('wamid.no-times')).toEqual(NO_TIMES);
    const [question] = await messagesOf(system, phone);
    expect(await timesOf(question?.external_id ?? '')).toBeNull();
  });

  it('show no failure of what arrived, whichever came first, and no reason for it', async () => {
    const failed = (id: string) => statusOf(id, 'failed', { errors: [{ code: 131_026, title: 'Undeliverable' }] });
    const ids = await insert(['wamid.fail-first', 'wamid.fail-last', 'wamid.only-failed'], 'sent');
    await report(failed('wamid.fail-first'), statusOf('wamid.fail-last', 'delivered'), failed('wamid.only-failed'));
    await applied();
    expect((await standingOf(ids)).map(({ status }) => status)).toEqual(['failed', 'delivered', 'failed']);
    await report(statusOf('wamid.fail-first', 'delivered'), failed('wamid.fail-last'));
    await applied();
    expect(await standingOf(ids)).toMatchObject([
      { status: 'delivered', error: null },
      { status: 'delivered', error: null },
      { status: 'failed', error: [{ code: 131_026 }] },
    ]);
    expect(await timesOf('wamid.fail-first')).toMatchObject({ delivered_at: expect.any(String), failed_at: null });
    expect(await timesOf('wamid.fail-last')).toMatchObject({ delivered_at: expect.any(String), failed_at: null });
    expect(await timesOf('wamid.only-failed')).toEqual({ ...NO_TIMES, failed_at: expect.any(String) });
  });

  it('of a failure and its opposite in one delivery ask for no person', async () => {
    const other = newPhone();
    await exchange(system, other, 'a question of mine');
    const id = (await messagesOf(system, other)).at(-1)?.external_id ?? '';
    await report(statusOf(id, 'failed', { errors: [{ code: 131_026 }] }), statusOf(id, 'delivered'));
    await applied();
    expect((await messagesOf(system, other)).at(-1)).toMatchObject({ status: 'delivered', error: null });
    expect((await conversationOf(system, other)).owner).toBe('ai');
  });

  it('of members of a group tell of each, and of the message only that it was sent', async () => {
    const [doubt = '', sent = ''] = await insert([null, 'wamid.group'], 'unconfirmed');
    const members = ['US.71', 'US.72'];
    const of = (id: string, status: string, member: string, more: object = {}) => {
      const named = { recipient_type: 'group', recipient_id: 'group-1', recipient_participant_user_id: member };
      return statusOf(id, status, { ...named, ...more });
    };
    await report(
      ...members.map((member) => of('wamid.group-doubt', 'read', member, { biz_opaque_callback_data: doubt })),
      ...members.map((member) => of('wamid.group', 'failed', member, { errors: [{ code: 131_026 }] })),
      of('wamid.group', 'delivered', 'US.71'),
    );
    await applied();
    expect((await standingOf([doubt, sent])).map(({ status }) => status)).toEqual(['sent', 'sent']);
    const kept = await system.rows(`select participant from delivery_event where external_id = 'wamid.group-doubt'`);
    expect(kept).toHaveLength(2);
  });

  const alarms = async (): Promise<Record<string, unknown>[]> => {
    const { body } = await system.call('GET', '/api/v1/platform-events?field=sent_twice&alerts=true');
    return body['items'] as Record<string, unknown>[];
  };

  it('of two messages under one label raise an alarm that people see, once', async () => {
    const other = newPhone();
    const before = (await alarms()).length;
    system.simulator.changeSettings({ statuses: ['sent', 'delivered'] });
    system.simulator.armFault({ face: 'whatsapp', kind: 'accept-twice', match: { phone: other } });
    await exchange(system, other, 'twice, please');
    system.simulator.changeSettings({ statuses: [] });
    await eventually('the alarm is raised', async () => (await alarms()).length > before);
    await quiet(system);
    const [sent] = system.simulator.sent().filter(({ to }) => to === `+${other}`);
    const message = (await messagesOf(system, other)).at(-1);
    const found = await alarms();
    expect(found).toHaveLength(before + 1);
    expect(found[0]).toMatchObject({ alert: 'A customer got one message twice', payload: { message_id: message?.id } });
    const ids = (found[0] as { payload: { external_ids: string[] } }).payload.external_ids;
    expect(ids.toSorted()).toEqual([sent?.wamid, sent?.twin].toSorted());
    expect((await system.call('GET', '/stats')).body).toMatchObject({ delivery: { sent_twice_24h: before + 1 } });
    expect(message).toMatchObject({ status: 'delivered', external_id: ids[0] });
  });

  it('settle a doubt by our label, once', async () => {
    const [id = ''] = await insert([null], 'unconfirmed');
    await report(statusOf('wamid.doubt', 'delivered', { biz_opaque_callback_data: id }));
    await applied();
    await report(statusOf('wamid.doubt-again', 'read', { biz_opaque_callback_data: id }));
    await applied();
    expect(await standingOf([id])).toMatchObject([{ status: 'delivered', external_id: 'wamid.doubt' }]);
    expect(await alarms()).toContainEqual(
      expect.objectContaining({ payload: expect.objectContaining({ message_id: id }) }),
    );
  });

  it('count in bulk: a thousand in one request (P11)', async () => {
    const externalIds = Array.from({ length: 1_000 }, (_, at) => `wamid.bulk-${at}`);
    const ids = await insert(externalIds, 'sent');
    await report(...externalIds.map((id) => statusOf(id, 'delivered')));
    await applied();
    expect(new Set((await standingOf(ids)).map(({ status }) => status))).toEqual(new Set(['delivered']));
  });

  it('in words the platform invents later change nothing, and are kept', async () => {
    const [id = ''] = await insert(['wamid.words'], 'delivered');
    await report(statusOf('wamid.words', 'warmed_up'), statusOf('wamid.words', 'READ'));
    await applied();
    expect(await standingOf([id])).toMatchObject([{ status: 'read' }]);
    const kept = await system.rows(
      `select status from delivery_event where external_id = 'wamid.words' order by status`,
    );
    expect(kept).toEqual([{ status: 'read' }, { status: 'warmed_up' }]);
  });

  it('that tell of a failure keep its reason', async () => {
    const [id = ''] = await insert(['wamid.failed'], 'sent');
    const errors = [{ code: 131_047, title: 'Re-engagement message' }];
    await report(statusOf('wamid.failed', 'failed', { errors }), statusOf('wamid.failed', 'sent'));
    await applied();
    expect(await standingOf([id])).toMatchObject([{ status: 'failed', error: errors }]);
    expect((await conversationOf(system, phone)).owner).toBe('ai');
  });

  it("make a person see to the assistant's words that did not arrive (P8)", async () => {
    const other = newPhone();
    system.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-fail', code: 131_026, match: { phone: other } });
    await exchange(system, other, 'can you reach me?');
    await eventually('a person is asked for', async () => (await conversationOf(system, other)).owner === 'waiting');
    expect((await messagesOf(system, other)).at(-1)).toMatchObject({ status: 'failed', error: [{ code: 131_026 }] });
    const { handoff, human_intervention_required } = await conversationOf(system, other);
    expect(handoff?.reason).toBe('send_failed');
    expect(human_intervention_required).toBe(true);
    await quiet(system);
  });
});

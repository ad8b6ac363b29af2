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
  });

  it('settle a doubt by our label, once', async () => {
    const [id = ''] = await insert([null], 'unconfirmed');
    await report(statusOf('wamid.doubt', 'delivered', { biz_opaque_callback_data: id }));
    await applied();
    await report(statusOf('wamid.doubt-again', 'read', { biz_opaque_callback_data: id }));
    await applied();
    expect(await standingOf([id])).toMatchObject([{ status: 'delivered', external_id: 'wamid.doubt' }]);
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelCall } from '../sim/gemini/routes.js';
import {
  callsAbout,
  conversationOf,
  exchange,
  messagesOf,
  newPhone,
  promptOf,
  quiet,
  turnsOf,
} from './support/conversation.js';
import { memoryOf } from './support/memory.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { deliver, textFrom, webhook } from './support/webhook-body.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

interface SummaryRow {
  words: string | null;
  kept: { text: string; name: string | null }[];
  reaches_seq: number | null;
  model: string | null;
  made_at: Date | null;
}

describe.concurrent('What was said long ago', () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    system = await startSystem(TWO_OPERATORS);
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());

  /** So many settled messages, each of one length, on what was said before; the customer's are the odd ones. */
  const addHistory = async (phone: string, count: number): Promise<void> => {
    await system.rows(
      `insert into message (conversation_id, direction, sender_type, external_id, status, message_text, handled_at)
       select c.id, case when n % 2 = 1 then 'inbound' else 'outbound' end, case when n % 2 = 1 then 'customer' else 'ai' end,
              'wamid.' || c.phone || '-' || n, case when n % 2 = 0 then 'read' end,
              rpad('message ' || lpad(n::text, 4, '0'), 200, '.'), case when n % 2 = 1 then now() end
         from conversation c, generate_series(1, $2) n where c.phone = $1 order by n`,
      [phone, count],
    );
  };
  const withHistory = async (count: number): Promise<string> => {
    const phone = newPhone();
    await system.rows(
      `with customer as (insert into conversation (phone) values ($1) returning id, phone)
       insert into customer_identity (kind, value, conversation_id) select 'wa_id', phone, id from customer`,
      [phone],
    );
    await addHistory(phone, count);
    return phone;
  };
  const summaryOf = async (phone: string): Promise<SummaryRow | undefined> => {
    const { id } = await conversationOf(system, phone);
    return (await system.rows<SummaryRow>('select * from summary where conversation_id = $1', [id]))[0];
  };
  const REACHED = `
    select 1 from summary s join conversation c on c.id = s.conversation_id
     where c.phone = $1 and s.reaches_seq is not null and (select count(*) from message m where m.conversation_id = c.id and m.seq > s.reaches_seq) < 24`;
  const summedUp = (phone: string, limitMs = 20_000): Promise<void> =>
    eventually(
      'all that is long ago is summed up',
      async () => (await system.rows(REACHED, [phone])).length > 0,
      limitMs,
    );
  const lastCall = (words: string): ModelCall => callsAbout(system, words).at(-1) as ModelCall;
  const ask = async (phone: string, words: string): Promise<string> => {
    await exchange(system, phone, `${words} ${phone}`);
    return promptOf(lastCall(`${words} ${phone}`));
  };

  /** Anna takes the customer's first message over, says something and hands back. */
  const promise = async (phone: string, message: string): Promise<void> => {
    await exchange(system, phone, 'hello');
    await anna.post('takeover', { phone });
    await anna.post('operator-message', { phone, message });
    await anna.post('handback', { phone });
  };

  it('is remembered in short, by a question of its own after the answer, and counted', async () => {
    const phone = await withHistory(30);
    const first = await ask(phone, 'before');
    expect(first).toContain('<note>Earlier messages are left out.</note>');
    expect(first).not.toContain('message 0006');
    await summedUp(phone);
    expect(await summaryOf(phone)).toMatchObject({ model: system.settings.GEMINI_MODEL, kept: [] });
    const [turn] = await turnsOf(system, phone);
    expect(turn?.model_calls).toBe(1);
    const [spent] = await system.rows<{ turns: number; tokens: number }>(
      'select turns_spent as turns, tokens_spent as tokens from conversation where phone = $1',
      [phone],
    );
    expect(spent?.turns).toBe(1);
    expect(spent?.tokens).toBeGreaterThan(Number(turn?.input_tokens) + Number(turn?.output_tokens));

    const then = await ask(phone, 'after');
    expect(then).toContain('<note>Earlier in this conversation, as a machine summed it up:\n[');
    expect(then).toContain('customer: message 0001');
    expect(then).not.toContain('left out');
    expect(await memoryOf(system, phone)).toContain('customer: message 0001');
  });

  it('is summed up as soon as the next turn would find it left out', async () => {
    const phone = await withHistory(23);
    expect(await ask(phone, 'one')).not.toContain('left out');
    await summedUp(phone);
    expect(await ask(phone, 'two')).not.toContain('left out');
  });

  it('keeps what colleagues promised word for word, and that the human part ended', async () => {
    const phone = newPhone();
    await promise(phone, 'We will pay you back 77 € for it.');
    await addHistory(phone, 24);
    await ask(phone, 'a question');
    await summedUp(phone);
    const kept = (await summaryOf(phone))?.kept.map(({ text }) => text);
    expect(kept).toEqual([
      expect.stringContaining('A colleague took'),
      'We will pay you back 77 € for it.',
      expect.stringContaining('The human part has ended'),
    ]);
    const text = 'As promised you will get 77 €.';
    system.simulator.armFault({ face: 'gemini', kind: 'reply', text, match: { text: `and my money ${phone}` } });
    const prompt = await ask(phone, 'and my money');
    expect(prompt).toContain('colleague anna: We will pay you back 77 € for it.');
    // What a colleague said backs a claim, also when it was long ago.
    expect((await messagesOf(system, phone)).at(-1)?.message_text).toBe(text);
  });

  it('stays as it was while no summary can be made; customers are answered, and it is carried on later', async () => {
    const phone = await withHistory(30);
    const { id } = await conversationOf(system, phone);
    // Somebody is at it, or failed a moment ago.
    await system.rows(`insert into summary (conversation_id, due_at) values ($1, now() + interval '1 hour')`, [id]);
    expect(await ask(phone, 'one')).toContain('Earlier messages are left out.');
    expect(await ask(phone, 'two')).toContain('Earlier messages are left out.');
    expect((await summaryOf(phone))?.made_at).toBeNull();
    await system.rows(`update summary set due_at = now() where conversation_id = $1`, [id]);
    await ask(phone, 'three');
    await summedUp(phone);
  });

  it('is summed up no further where the budget is spent', async () => {
    const phone = await withHistory(24);
    const day = `(now() at time zone 'utc')::date`;
    const limit = system.settings.CUSTOMER_TOKENS_PER_DAY;
    await system.rows(`update conversation set spent_on = ${day}, tokens_spent = $2 where phone = $1`, [
      phone,
      limit - 1,
    ]);
    await ask(phone, 'the last one');
    await eventually('it was looked at', async () => (await summaryOf(phone)) !== undefined);
    await quiet(system);
    expect((await summaryOf(phone))?.made_at).toBeNull();
  });

  it('forgets what a customer withdraws', async () => {
    const phone = await withHistory(40);
    await ask(phone, 'a question');
    await summedUp(phone);
    expect((await summaryOf(phone))?.words).toContain('message 0021');
    const revoke = { original_message_id: `wamid.${phone}-21` };
    const withdrawal = textFrom(phone, '', { type: 'revoke', text: undefined, revoke });
    expect(await deliver(system, webhook(system, { messages: [withdrawal] }))).toBe(200);
    await ask(phone, 'another question');
    await summedUp(phone);
    expect((await summaryOf(phone))?.words).not.toContain('message 0021');
    expect((await summaryOf(phone))?.words).toContain('withdrew');
  });

  it('costs the same whatever the length: prompt, memory and rows at 20, 200 and 2,000 messages (P11)', async () => {
    const sizes = await Promise.all(
      [20, 200, 2_000].map(async (count) => {
        const phone = await withHistory(count);
        await ask(phone, 'first');
        if (count > 24) await summedUp(phone, 60_000);
        const prompt = await ask(phone, 'next');
        expect(prompt).not.toContain('left out');
        const { id } = await conversationOf(system, phone);
        const [memory] = await system.rows<{ rows: number; bytes: number }>(
          `select count(*)::int as rows, sum(octet_length(blob))::int as bytes from memory.checkpoint_blobs where thread_id = $1`,
          [id],
        );
        const turn = (await turnsOf(system, phone)).at(-1);
        return { prompt: prompt.length, tokens: Number(turn?.input_tokens), rows: memory?.rows, bytes: memory?.bytes };
      }),
    );
    const [short, ...longer] = sizes as [(typeof sizes)[0], ...typeof sizes];
    for (const long of longer) {
      expect(long.rows).toBe(short.rows);
      for (const kind of ['prompt', 'tokens', 'bytes'] as const) {
        expect(Number(long[kind]) / Number(short[kind])).toBeGreaterThan(0.7);
        expect(Number(long[kind]) / Number(short[kind])).toBeLessThan(1.3);
      }
    }
  }, 60_000);

  it('is the same when it is rebuilt from the transcript, whatever had become of it', async () => {
    const phone = newPhone();
    await promise(phone, 'Words of Anna');
    await addHistory(phone, 60);
    await ask(phone, 'a last question');
    await summedUp(phone);
    await anna.post('takeover', { phone });
    await eventually('memory is brought up', async () => {
      const memory = await memoryOf(system, phone);
      return memory.split('A colleague took the conversation over').length > 2;
    });
    const { id } = await conversationOf(system, phone);
    const live = async () => {
      const { words, kept, reaches_seq } = (await summaryOf(phone)) as SummaryRow;
      const checkpoint = await system.rows<{ channel: string; content: string }>(
        `select distinct channel, convert_from(blob, 'UTF8') as content from memory.checkpoint_blobs
          where thread_id = $1 and channel in ('memory', 'earlier', 'hasGap') and type <> 'empty' order by 1`,
        [id],
      );
      return { words, kept, reaches_seq, checkpoint };
    };
    const before = await live();
    await system.rows(`update summary set words = 'made up', kept = '[]', reaches_seq = 1 where conversation_id = $1`, [
      id,
    ]);
    await system.rows(`update memory.checkpoint_blobs set blob = 'broken' where thread_id = $1`, [id]);
    const answer = await anna.post(`conversations/${phone}/memory`);
    expect(answer).toMatchObject({ status: 200, body: { conversation_id: id, summary: before.words } });
    expect(await live()).toEqual(before);
    expect(before.kept.map(({ text }) => text)).toContain('Words of Anna');
  });
});

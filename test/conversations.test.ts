import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, newPhone, settled } from './support/conversation.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

interface Page {
  items: Record<string, unknown>[];
  next_cursor: string | null;
}

describe('The list of conversations', () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    system = await startSystem(TWO_OPERATORS);
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());

  const page = async (path: string): Promise<Page> => {
    const { status, body } = await anna.get(path);
    expect(status).toBe(200);
    return body as unknown as Page;
  };

  /** Follows the cursors to the end. */
  const allPages = async (path: string, between = async (): Promise<void> => {}): Promise<Page['items'][]> => {
    const pages: Page['items'][] = [];
    let cursor: string | null = null;
    do {
      const next: Page = await page(cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`);
      pages.push(next.items);
      cursor = next.next_cursor;
      await between();
    } while (cursor !== null && pages.length < 50);
    return pages;
  };

  /** Conversations of one owner, all changed and handed over at the same instant, or at growing ones. */
  const insert = (owner: string, count: number, stepS: number): Promise<{ phone: string }[]> => {
    const phones = Array.from({ length: count }, newPhone);
    return system.rows(
      `insert into conversation (phone, owner, updated_at, owner_since)
       select phone, $2, '2026-01-01 12:00:00.123456+00'::timestamptz + at * $3 * interval '1 second',
              '2026-01-01 12:00:00.123456+00'::timestamptz + at * $3 * interval '1 second'
         from unnest($1::text[]) with ordinality as new (phone, at) returning phone`,
      [phones, owner, stepS],
    );
  };

  it('shows a conversation with all that operators decide by', async () => {
    const phone = newPhone();
    system.simulator.writeAsCustomer(phone, { text: 'Good day to you', name: 'Carla' });
    await eventually('she is stored', async () => (await anna.get(`conversations/${phone}`)).status === 200);
    await settled(system, phone);
    const { body } = await anna.get(`conversations/${phone}`);
    expect(body).toEqual({
      id: expect.any(String),
      phone,
      user_id: expect.stringMatching(/^US\./),
      username: null,
      name: 'Carla',
      owner: 'ai',
      human_intervention_required: false,
      operator_id: null,
      owner_since: expect.any(String),
      handoff: null,
      window_expires_at: expect.any(String),
      identity_changed_at: null,
      opted_out_at: null,
      opted_out_by: null,
      assistant_mode: null,
      waiting_since: null,
      last_message_id: expect.any(String),
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    const { items } = await page(`conversations/${phone}/messages`);
    expect(items).toMatchObject([
      { direction: 'outbound', sender_type: 'ai', status: expect.stringMatching(/sent|delivered|read/) },
      { direction: 'inbound', sender_type: 'customer', message_text: 'Good day to you', has_text: true, status: null },
    ]);
    expect(items[0]?.['id']).toBe(body['last_message_id']);
  });

  it('shows each once, page by page, though all changed at the same instant', async () => {
    const inserted = (await insert('external', 23, 0)).map(({ phone }) => phone);
    const pages = await allPages('conversations?owner=external&limit=5');
    expect(pages.map((items) => items.length)).toEqual([5, 5, 5, 5, 3]);
    expect(
      pages
        .flat()
        .map((item) => item['phone'])
        .toSorted(),
    ).toEqual(inserted.toSorted());
    expect((await allPages('conversations?owner=external&limit=5')).flat()).toEqual(pages.flat());
  });

  it('leaves nobody out when others come in between', async () => {
    const inserted = (await insert('human', 9, 1)).map(({ phone }) => phone);
    const pages = await allPages('conversations?owner=human&limit=2', async () => void (await insert('human', 1, 900)));
    const seen = pages.flat().map((item) => item['phone']);
    expect(seen.filter((phone) => inserted.includes(String(phone)))).toEqual(inserted.toReversed());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('shows those who wait for a person by the length of their wait', async () => {
    const inserted = (await insert('waiting', 7, 60)).map(({ phone }) => phone);
    const pages = await allPages('conversations?owner=waiting&limit=3');
    expect(pages.flat().map((item) => item['phone'])).toEqual(inserted);
    expect(pages.flat()).toEqual(pages.flat().filter((item) => item['human_intervention_required'] === true));
  });

  it('ends a page exactly at the last one without promising another', async () => {
    const { items } = await page('conversations?owner=waiting&limit=200');
    const exact = await page(`conversations?owner=waiting&limit=${items.length}`);
    expect(exact).toEqual({ items, next_cursor: null });
  });

  it('shows 50 at a time unless told', async () => {
    await insert('ai', 60, 1);
    const { items, next_cursor } = await page('conversations');
    expect(items).toHaveLength(50);
    expect(next_cursor).toEqual(expect.any(String));
    expect(await page('conversations?limit=200')).toMatchObject({ next_cursor: null });
  });

  it('shows a transcript page by page, newest first', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await system.rows(
      `insert into message (conversation_id, direction, sender_type, message_text, handled_at)
       select (select id from conversation where phone = $1), 'inbound', 'customer', 'text ' || n, now()
         from generate_series(1, 11) n`,
      [phone],
    );
    const pages = await allPages(`conversations/${phone}/messages?limit=4`);
    expect(pages.map((items) => items.length)).toEqual([4, 4, 4, 1]);
    const texts = pages.flat().map((item) => item['message_text']);
    expect(texts.slice(0, 11)).toEqual(Array.from({ length: 11 }, (_, at) => `text ${11 - at}`));
    expect(texts[12]).toBe('a question');
  });

  const cursor = (text: string): string => Buffer.from(text).toString('base64url');
  const id = '0b5aa9c0-aed5-466d-b5fe-8d7374cba5c0';
  it.each([
    ['limit=0', 'limit must not be less than 1'],
    ['limit=201', 'limit must not be greater than 200'],
    ['limit=many', 'limit must be an integer number'],
    ['limit=2.5', 'limit must be an integer number'],
    ['owner=nobody', 'owner must be one of the following values'],
    ['cursor=x', 'cursor must be the next_cursor of an earlier page'],
    [`cursor=${cursor(`2026-02-31 00:00:00+00|${id}`)}`, 'cursor must be'],
    [`cursor=${cursor(`1767225600000000|${'-'.repeat(36)}`)}`, 'cursor must be'],
    [`cursor=${cursor(`${'9'.repeat(30)}|${id}`)}`, 'cursor must be'],
    [`cursor=${'x'.repeat(201)}`, 'cursor must be shorter than or equal to 200 characters'],
    ['color=red', 'property color should not exist'],
    ['owner=ai&owner=human', 'owner must be one of the following values'],
  ])('refuses ?%s (P10)', async (query, told) => {
    const { body } = await anna.get(`conversations?${query}`);
    expect(body).toMatchObject({ statusCode: 400, error: 'Bad Request' });
    expect(String(body['message'])).toContain(told);
  });

  it.each(['limit=0', 'cursor=-1', 'cursor=abc', 'cursor=99999999999999999999', 'owner=ai'])(
    'refuses ?%s for a transcript (P10)',
    async (query) => {
      const [row] = await insert('ai', 1, 0);
      const { body } = await anna.get(`conversations/${row?.phone}/messages?${query}`);
      expect(body).toMatchObject({ statusCode: 400, error: 'Bad Request' });
    },
  );
});

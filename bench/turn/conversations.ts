import pg from 'pg';

const TEXT = 200;

/** Makes `count` conversations of `length` settled messages each, all texts of one size. @returns their ids. */
export async function makeConversations(pool: pg.Pool, count: number, length: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `with started as (
       insert into conversation (phone) select '1888' || lpad($2::text, 4, '0') || lpad(n::text, 3, '0')
         from generate_series(1, $1::int) n returning id, phone
     ), named as (
       insert into customer_identity (kind, value, conversation_id) select 'wa_id', phone, id from started
     )
     select id from started`,
    [count, length],
  );
  const ids = rows.map(({ id }) => id);
  await pool.query(
    `insert into message (conversation_id, direction, sender_type, message_text, status, handled_at, provider_ts)
     select id, case when inbound then 'inbound' else 'outbound' end, case when inbound then 'customer' else 'ai' end,
            rpad('message ' || n, ${TEXT}, '.'), case when inbound then null else 'read' end,
            case when inbound then now() end, now()
       from unnest($1::uuid[]) id, generate_series(1, $2::int) n, lateral (select n % 2 = 1) side (inbound)
      order by n, id`,
    [ids, length],
  );
  return ids;
}

/** In each of the conversations a customer writes three messages that nobody has answered; in a session of its own. */
export async function writeBursts(url: string, ids: string[]): Promise<void> {
  const session = new pg.Client(url);
  await session.connect();
  await session.query(
    `insert into message (conversation_id, direction, sender_type, message_text, provider_ts)
     select id, 'inbound', 'customer', rpad('question ' || n, ${TEXT}, '.'), now()
       from unnest($1::uuid[]) id, generate_series(1, 3) n`,
    [ids],
  );
  await session.query(
    `update conversation set burst_started_at = now(), burst_last_at = now(), window_expires_at = now() + interval '1 day'
      where id = any($1)`,
    [ids],
  );
  await session.end();
}

/** What the prompt of the newest turn took, as the model's provider counted it; the median of all of them. */
export async function promptTokens(pool: pg.Pool, ids: string[]): Promise<number> {
  const { rows } = await pool.query<{ tokens: number }>(
    `select percentile_cont(0.5) within group (order by newest.input_tokens)::float8 as tokens
       from unnest($1::uuid[]) as given (id),
            lateral (select input_tokens from turn where conversation_id = given.id
                      order by started_at desc limit 1) as newest`,
    [ids],
  );
  return Number(rows[0]?.tokens ?? 0);
}

/** What the assistant remembers of all of them. */
export async function memoryBytes(pool: pg.Pool, ids: string[]): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `select (select coalesce(sum(octet_length(blob)), 0) from memory.checkpoint_blobs where thread_id = any($1))
          + (select coalesce(sum(octet_length(checkpoint::text)), 0) from memory.checkpoints where thread_id = any($1))
       ::float8 as bytes`,
    [ids],
  );
  return Number(rows[0]?.bytes ?? 0);
}

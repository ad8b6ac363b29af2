import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** What Postgres has done so far, for everybody. */
export interface Counters {
  read: number;
  written: number;
  wal: number;
}

const LOOK_AGAIN_MS = 300;

/**
 * The counters once they stand still: a session reports what it did when it ends, and that takes a moment. Call it when
 * the sessions that count have been closed.
 */
export async function readCounters(pool: pg.Pool): Promise<Counters> {
  let last = await look(pool);
  for (;;) {
    await pause(LOOK_AGAIN_MS);
    const next = await look(pool);
    if (next.read === last.read && next.written === last.written) return next;
    last = next;
  }
}

async function look(pool: pg.Pool): Promise<Counters> {
  const { rows } = await pool.query<Counters>(
    `select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::float8 as read,
            sum(n_tup_ins + n_tup_upd + n_tup_del)::float8 as written,
            pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as wal
       from pg_stat_user_tables`,
  );
  return rows[0] as Counters;
}

type Query = (...args: unknown[]) => unknown;
const client = pg.Client.prototype as unknown as { query: Query };

/** Counts the statements that `work` sends to Postgres from this process, whoever in it sends them. */
export async function statementsOf(work: () => Promise<void>): Promise<number> {
  const { query } = client;
  let count = 0;
  client.query = function (this: unknown, ...args: unknown[]) {
    count += 1;
    return query.apply(this, args);
  };
  await work().finally(() => (client.query = query));
  return count;
}

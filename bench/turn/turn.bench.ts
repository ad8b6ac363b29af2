import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Simulator } from '../../sim/simulator.js';
import { sentReach, write } from '../answer/answers.js';
import { figure, median } from '../report/figures.js';
import type { Findings } from '../report/report.js';
import { environment, type Stage } from '../stage/stage.js';

const LENGTHS = [20, 200, 1_000];
const TURNS = 12;
/** Postgres reports what a session did when the session has been idle for a moment. */
const REPORTED_MS = 1_200;

/** What one turn does, in the units that grow where something is read or written whole. */
interface TurnCost {
  'rows read': number;
  'rows written': number;
  'WAL bytes': number;
  'prompt bytes': number;
  'memory bytes': number;
}

/** One turn in a conversation of 20, 200 and 1,000 messages: what it reads, writes and sends to the model. */
export async function turn(stage: Stage): Promise<Findings> {
  const [postgres, redis, simulator] = [await stage.postgres(), await stage.redis(), await stage.simulator()];
  const env = environment(postgres, redis, simulator.url, { BUFFER_QUIET_MS: '0' });
  const all = await stage.product('all', env);
  simulator.webhookUrl = `${all.url}/webhook`;
  simulator.changeSettings({ statuses: [] });
  for (const length of LENGTHS) await write(simulator, phoneOf(length), 'Hello');
  await sentReach(simulator, LENGTHS.length);
  for (const length of LENGTHS) await fill(postgres.pool, phoneOf(length), length);
  const costs: TurnCost[] = [];
  for (const length of LENGTHS) costs.push(await medianCost(postgres.pool, simulator, phoneOf(length)));
  return findings(costs);
}

/** The conversation gets as long as it should be, with messages of one length. */
async function fill(pool: Pool, phone: string, length: number): Promise<void> {
  await pool.query(
    `insert into message (conversation_id, direction, sender_type, message_text, status, handled_at, provider_ts)
     select c.id, case when n % 2 = 0 then 'inbound' else 'outbound' end, case when n % 2 = 0 then 'customer' else 'ai' end,
            rpad('message ' || n, 200, '.'), case when n % 2 = 0 then null else 'read' end, now(), now()
       from conversation c, generate_series(1, $2::int) n where c.phone = $1`,
    [phone, length - 2],
  );
  await pool.query('vacuum analyze message');
}

async function medianCost(pool: Pool, simulator: Simulator, phone: string): Promise<TurnCost> {
  const costs: TurnCost[] = [];
  for (let at = 0; at < TURNS; at++) costs.push(await costOfTurn(pool, simulator, phone));
  const middle = (name: keyof TurnCost): number => median(costs.map((cost) => cost[name]));
  return {
    'rows read': middle('rows read'),
    'rows written': middle('rows written'),
    'WAL bytes': middle('WAL bytes'),
    'prompt bytes': middle('prompt bytes'),
    'memory bytes': middle('memory bytes'),
  };
}

async function costOfTurn(pool: Pool, simulator: Simulator, phone: string): Promise<TurnCost> {
  const before = await counters(pool);
  const sent = simulator.overview().counts['sent'] ?? 0;
  await write(simulator, phone, 'One more question of the usual length, about delivery and returns.');
  await sentReach(simulator, sent + 1);
  await pause(REPORTED_MS);
  const after = await counters(pool);
  const [call] = simulator.modelCalls(1);
  const rows = await pool.query<{ bytes: number }>(
    `select coalesce(sum(octet_length(b.blob)), 0)::int as bytes
       from memory.checkpoint_blobs b join conversation c on c.id::text = b.thread_id where c.phone = $1`,
    [phone],
  );
  return {
    'rows read': after.read - before.read,
    'rows written': after.written - before.written,
    'WAL bytes': after.wal - before.wal,
    'prompt bytes': JSON.stringify(call?.body).length,
    'memory bytes': rows.rows[0]?.bytes ?? 0,
  };
}

/** Only the tables a turn works on: the sweep looks at others. */
async function counters(pool: Pool): Promise<{ read: number; written: number; wal: number }> {
  const { rows } = await pool.query<{ read: number; written: number; wal: number }>(
    `select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::float8 as read,
            sum(n_tup_ins + n_tup_upd + n_tup_del)::float8 as written,
            pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal
       from pg_stat_user_tables
      where schemaname = 'memory' or relname in ('message', 'turn', 'handoff_event')`,
  );
  return rows[0] ?? { read: 0, written: 0, wal: 0 };
}

function findings(costs: TurnCost[]): Findings {
  const [short] = costs;
  const long = costs.at(-1);
  const names = Object.keys(short ?? {}) as (keyof TurnCost)[];
  const ratio = (name: keyof TurnCost): number => (long?.[name] ?? 0) / (short?.[name] ?? 1);
  const row = (name: keyof TurnCost): string[] => [
    name,
    ...costs.map((cost) => figure(cost[name])),
    figure(ratio(name)),
  ];
  return {
    tables: [[['one turn at', ...LENGTHS.map((length) => `${length} messages`), 'ratio'], ...names.map(row)]],
    verdicts: names.map((name) => ({
      what: `${name}, longest to shortest`,
      value: ratio(name),
      unit: '',
      target: { between: [0.8, 1.2] },
    })),
  };
}

const phoneOf = (length: number): string => `1888${String(length).padStart(7, '0')}`;

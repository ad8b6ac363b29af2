import type pg from 'pg';
import type { Dump, DumpedConversation, DumpedMessage, DumpedTurn, Step } from './dump.js';

/** Put into the database before the system starts: every change of a status is noted by Postgres itself. */
export const NOTE_STEPS = `
  create schema faults;
  create table faults.step (
    id bigint generated always as identity, of_table text, row_id uuid, before text, after text,
    at timestamptz not null default clock_timestamp());
  create function faults.note_step() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      insert into faults.step (of_table, row_id, after) values (tg_table_name, new.id, to_jsonb(new) ->> tg_argv[0]);
    else
      insert into faults.step (of_table, row_id, before, after)
      values (tg_table_name, new.id, to_jsonb(old) ->> tg_argv[0], to_jsonb(new) ->> tg_argv[0]);
    end if;
    return null;
  end $$;
  create trigger note_new after insert on message for each row when (new.status is not null)
    execute function faults.note_step('status');
  create trigger note_step after update on message for each row when (new.status is distinct from old.status)
    execute function faults.note_step('status');
  create trigger note_new after insert on turn for each row execute function faults.note_step('state');
  create trigger note_step after update on turn for each row when (new.state is distinct from old.state)
    execute function faults.note_step('state');`;

const ms = (column: string): string => `extract(epoch from ${column})::float8 * 1000`;

const CONVERSATIONS = `
  select id, coalesce(phone, id::text) as customer, owner, epoch, owner = 'ai' and burst_started_at is not null as waits
    from conversation where merged_into is null`;

/** Of a message: whether it went out, or may have gone out, once more. */
export const MAY_BE_TWICE = `coalesce((extra_metadata ->> 'may_have_been_sent_twice')::boolean, false)`;

const MESSAGES = `
  select id, conversation_id as conversation, seq::float8 as seq, sender_type as sender, external_id as "externalId",
         message_text as words, status, epoch, handled_at is not null as handled,
         ${MAY_BE_TWICE} as "mayBeTwice",
         error ->> 'message' as error
    from message order by seq`;

const TURNS = `
  select id, conversation_id as conversation, state, reason, ${ms('started_at')} as "startedAt",
         ${ms('ended_at')} as "endedAt" from turn order by started_at`;

const STEPS = `select of_table as "of", row_id as id, before as "from", after as "to" from faults.step order by id`;

/** Everything a checker may know of the database. */
export async function readDump(pool: pg.Pool): Promise<Dump> {
  const rows = async <Row extends object>(sql: string): Promise<Row[]> => (await pool.query<Row>(sql)).rows;
  return {
    conversations: await rows<DumpedConversation>(CONVERSATIONS),
    messages: await rows<DumpedMessage>(MESSAGES),
    turns: await rows<DumpedTurn>(TURNS),
    steps: await rows<Step>(STEPS),
  };
}

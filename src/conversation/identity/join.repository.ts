import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { HandoffCard } from '../owner/handoff-card.js';
import type { Owner } from '../owner/owner.js';

/** Who speaks in one of two conversations that become one. */
export interface JoiningConversation {
  id: string;
  owner: Owner;
  operatorId: string | null;
  handoff: HandoffCard | null;
}

/**
 * What the assistant has queued still goes out only while it speaks in both (P4): no epoch is -1. A key of the kept one
 * stays; the same key in the other is given up.
 */
const MOVE_MESSAGES = `
  update message m set conversation_id = $1,
         epoch = case when m.sender_type <> 'ai' then m.epoch
                      when k.owner = 'ai' and o.owner = 'ai' and m.epoch = o.epoch then k.epoch
                      else -1 end,
         idempotency_key = case when exists (select 1 from message taken where taken.conversation_id = $1
                                                and taken.idempotency_key = m.idempotency_key)
                                then null else m.idempotency_key end
    from conversation k, conversation o
   where m.conversation_id = $2 and k.id = $1 and o.id = $2`;

/** What both know stays once. */
const MOVE_FACTS = `
  with known as (
    delete from customer_fact f where f.conversation_id = $2 and exists (
      select 1 from customer_fact own where own.conversation_id = $1 and md5(lower(own.fact)) = md5(lower(f.fact)))
    returning f.id
  )
  update customer_fact set conversation_id = $1 where conversation_id = $2 and id not in (select id from known)`;

const MOVE_NAMES = `
  with moved as (
    update customer_identity i set conversation_id = $1
     where i.conversation_id = $2
       and not exists (select 1 from customer_identity own where own.conversation_id = $1 and own.kind = i.kind)
  ), former as (
    insert into former_identity (kind, value, conversation_id, until)
    select kind, value, $1, until from former_identity where conversation_id = $2
    on conflict (kind, value, conversation_id) do nothing
  ), dropped as (
    delete from former_identity where conversation_id = $2
  )
  delete from customer_identity i
   where i.conversation_id = $2
     and exists (select 1 from customer_identity own where own.conversation_id = $1 and own.kind = i.kind)`;

/** Of two rulings on messages the customer did not ask for, the later one holds. */
const KEEP = `
  update conversation k set
         name = coalesce(k.name, o.name),
         burst_started_at = least(k.burst_started_at, o.burst_started_at),
         burst_last_at = greatest(k.burst_last_at, o.burst_last_at),
         window_expires_at = greatest(k.window_expires_at, o.window_expires_at),
         paid_back_at = greatest(k.paid_back_at, o.paid_back_at),
         identity_changed_at = greatest(k.identity_changed_at, o.identity_changed_at),
         (opted_out_at, opted_out_by, opt_changed_at) = (
           select l.opted_out_at, l.opted_out_by, l.opt_changed_at
             from (values (k.opted_out_at, k.opted_out_by, k.opt_changed_at),
                          (o.opted_out_at, o.opted_out_by, o.opt_changed_at)) as l (opted_out_at, opted_out_by, opt_changed_at)
            order by l.opt_changed_at desc nulls last limit 1),
         created_at = least(k.created_at, o.created_at),
         last_message_id = (select id from message where conversation_id = $1 order by seq desc limit 1),
         updated_at = now()
    from conversation o where k.id = $1 and o.id = $2`;

const CLOSE = `
  update conversation set merged_into = $1, owner = 'ai', operator_id = null, handoff = null, last_message_id = null,
         burst_started_at = null, burst_last_at = null, claimed_until = null, fence = fence + 1, epoch = epoch + 1
   where id = $2`;

/** Makes two conversations one; what remains of the other only says where everything went. */
@Injectable()
export class JoinRepository {
  constructor(private readonly db: Database) {}

  /** Both, their rows locked: first the one that is kept. */
  async hold(keptId: string, otherId: string, tx: Tx): Promise<[JoiningConversation, JoiningConversation]> {
    const rows = await this.db.in(tx).query<JoiningConversation>(
      `select id, owner, operator_id as "operatorId", handoff from conversation
        where id = any($1) order by id for no key update`,
      [[keptId, otherId]],
    );
    const byId = (id: string): JoiningConversation => rows.find((row) => row.id === id) as JoiningConversation;
    return [byId(keptId), byId(otherId)];
  }

  /** Moves all that belongs to the other one, in a time that grows with what was said there. */
  async move(keptId: string, otherId: string, tx: Tx): Promise<void> {
    const sql = this.db.in(tx);
    await sql.query(MOVE_MESSAGES, [keptId, otherId]);
    for (const table of ['turn', 'handoff_event', 'tool_call']) {
      await sql.query(`update ${table} set conversation_id = $1 where conversation_id = $2`, [keptId, otherId]);
    }
    await sql.query(MOVE_FACTS, [keptId, otherId]);
    // What was said stands in another order now: it is summed up anew.
    await sql.query('delete from summary where conversation_id in ($1, $2)', [keptId, otherId]);
    await sql.query(MOVE_NAMES, [keptId, otherId]);
    await sql.query(KEEP, [keptId, otherId]);
    await sql.query('update conversation set merged_into = $1 where merged_into = $2', [keptId, otherId]);
    await sql.query(CLOSE, [keptId, otherId]);
  }
}

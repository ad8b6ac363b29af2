import { Injectable } from '@nestjs/common';
import type { Earlier } from '../../ai/assistant.js';
import { Database } from '../../infra/database/database.js';
import type { Cursor } from '../transcript/transcript.repository.js';
import { SPENT, type Spent } from '../turn/spending.repository.js';

export interface Summary {
  earlier: Earlier;
  /** How far it reaches; null while it reaches nowhere. */
  cursor: Cursor | null;
  /** Which model wrote it last. */
  model: string | null;
}

/** A summary that this process may carry on. */
export interface OpenSummary extends Summary {
  spent: Spent;
  /** No model is to be asked now. */
  modelAway: boolean;
}

interface OpenRow extends Omit<OpenSummary, 'earlier' | 'cursor'> {
  words: string | null;
  kept: Earlier['kept'];
  reachesSeq: number | null;
  reachesAt: Date | null;
}

/** Whoever carries a summary on has it for so long; a failure leaves it until then. */
const LEASE = `interval '2 minutes'`;

/** Everybody else finds it not due. */
const OPEN = `
  with opened as (
    insert into summary (conversation_id, due_at)
    select id, clock_timestamp() + ${LEASE} from conversation where id = $1 and merged_into is null
    on conflict (conversation_id) do update set due_at = excluded.due_at
     where summary.due_at <= clock_timestamp() or $2
    returning *
  )
  select o.words, o.kept, o.model, o.reaches_seq as "reachesSeq", o.reaches_at as "reachesAt", ${SPENT} as spent,
         (select opened_at is not null from model_breaker) as "modelAway"
    from opened o join conversation before on before.id = o.conversation_id`;

/** A summary that was carried on from elsewhere than where it stands by now has been overtaken. */
const KEEP = `
  update summary s set words = $2, kept = $3, model = $4, reaches_seq = m.seq, reaches_at = m.created_at,
         made_at = clock_timestamp(), due_at = clock_timestamp()
    from message m
   where s.conversation_id = $1 and m.conversation_id = $1 and m.seq = $5`;
const IF_IT_STANDS = `and s.reaches_seq is not distinct from $6::bigint`;

/** Summaries of what is no longer remembered word for word. */
@Injectable()
export class SummaryRepository {
  constructor(private readonly db: Database) {}

  /** The summary, unless somebody else is at it or it failed a moment ago; `atOnce` asks for neither. */
  async open(conversationId: string, atOnce = false): Promise<OpenSummary | null> {
    const [row] = await this.db.query<OpenRow>(OPEN, [conversationId, atOnce]);
    if (row === undefined) return null;
    const { words, kept, reachesSeq: seq, reachesAt: at, ...rest } = row;
    return { earlier: { summary: words, kept }, cursor: seq === null || at === null ? null : { seq, at }, ...rest };
  }

  /** It may be carried on at once. */
  async giveBack(conversationId: string): Promise<void> {
    await this.db.query('update summary set due_at = clock_timestamp() where conversation_id = $1', [conversationId]);
  }

  /** Keeps what was carried on from `from`, unless that was overtaken. The caller holds the conversation's claim. */
  async keep(conversationId: string, made: Summary, from: Cursor | null): Promise<void> {
    await this.db.query(`${KEEP} ${IF_IT_STANDS}`, [...rowOf(conversationId, made), from?.seq ?? null]);
  }

  /** Keeps it whatever there is. The caller holds the conversation's claim. */
  async replace(conversationId: string, made: Summary): Promise<void> {
    await this.db.query(KEEP, rowOf(conversationId, made));
  }

  /** Nothing is summed up any more. The caller holds the conversation's claim. */
  async clear(conversationId: string): Promise<void> {
    await this.db.query('delete from summary where conversation_id = $1', [conversationId]);
  }
}

const rowOf = (conversationId: string, { earlier: { summary, kept }, model, cursor }: Summary): unknown[] => [
  conversationId,
  summary,
  JSON.stringify(kept),
  model,
  cursor?.seq ?? null,
];

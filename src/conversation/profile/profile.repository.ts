import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';

/** One thing that the assistant noted of a customer, in its own words. */
export interface Fact {
  id: number;
  fact: string;
  created_at: Date;
}

/** Facts kept of one customer; a new one takes the place of the oldest. */
const MOST_FACTS = 20;

/** The facts of the customer of conversation $1, oldest first, as a JSON list; null where there are none. */
export const PROFILE = `(select jsonb_agg(f.fact order by f.id) from customer_fact f where f.conversation_id = $1)`;

const REMEMBER = `
  insert into customer_fact (conversation_id, fact) select $1, fact from unnest($2::text[]) as fact
  on conflict (conversation_id, md5(lower(fact))) do nothing`;
const TRIM = `
  delete from customer_fact where id in (
    select id from customer_fact where conversation_id = $1 order by id desc offset ${MOST_FACTS})`;

/** What is known of customers beyond what was said lately. */
@Injectable()
export class ProfileRepository {
  constructor(private readonly db: Database) {}

  /** Keeps the facts; the same one again changes nothing. */
  async remember(conversationId: string, facts: readonly string[], tx: Tx): Promise<void> {
    if (facts.length === 0) return;
    await this.db.in(tx).query(REMEMBER, [conversationId, facts]);
    await this.db.in(tx).query(TRIM, [conversationId]);
  }

  /** Oldest first. */
  of(conversationId: string): Promise<Fact[]> {
    return this.db.query<Fact>(
      'select id, fact, created_at from customer_fact where conversation_id = $1 order by id',
      [conversationId],
    );
  }

  /** One fact, or all. @returns how many there were. */
  async erase(conversationId: string, factId: number | null): Promise<number> {
    const rows = await this.db.query(
      'delete from customer_fact where conversation_id = $1 and ($2::bigint is null or id = $2) returning 1',
      [conversationId, factId],
    );
    return rows.length;
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';
import type { BurstAge } from './burst-clock.js';

/** The columns of {@link BurstAge}, of a row of `conversation`. */
export const BURST_AGE = `extract(epoch from clock_timestamp() - burst_started_at)::float8 * 1000 as "sinceFirstMs",
              extract(epoch from clock_timestamp() - burst_last_at)::float8 * 1000 as "sinceLastMs"`;

@Injectable()
export class BufferRepository {
  constructor(private readonly db: Database) {}

  /** The burst that waits for the assistant, or null when another owner answers or nothing waits. */
  async find(conversationId: string): Promise<(BurstAge & { hasDraft: boolean }) | null> {
    const rows = await this.db.query<BurstAge & { hasDraft: boolean }>(
      `select ${BURST_AGE}, exists (select 1 from message where conversation_id = $1 and status = 'draft') as "hasDraft"
         from conversation where id = $1 and owner = 'ai' and burst_started_at is not null`,
      [conversationId],
    );
    return rows[0] ?? null;
  }

  /** How long the oldest burst has waited for the assistant, in seconds; 0 where none does. */
  async oldestS(): Promise<number> {
    const rows = await this.db.query<{ seconds: number | null }>(
      `select floor(extract(epoch from clock_timestamp() - min(burst_started_at)))::int as seconds
         from conversation where owner = 'ai' and burst_started_at is not null`,
    );
    return rows[0]?.seconds ?? 0;
  }

  /** Bursts that wait for the assistant, in the whole system. */
  async countWaiting(): Promise<number> {
    const rows = await this.db.query<{ count: number }>(
      `select count(*) from conversation where owner = 'ai' and burst_started_at is not null`,
    );
    return rows[0]?.count ?? 0;
  }
}

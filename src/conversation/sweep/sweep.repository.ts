import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';
import { BURST_AGE } from '../buffer/buffer.repository.js';
import type { BufferTimes } from '../buffer/burst-clock.js';
import { ABANDON } from '../turn/breakdown.repository.js';
import type { WaitingBurst } from '../wake-ups.js';

/** Any fixed number: whoever holds it sweeps, the others leave it. */
const SWEEP_LOCK = 7_215_332;

/** What a crash, a lost queue or a frozen worker left undone; each question has its index. */
@Injectable()
export class SweepRepository {
  constructor(private readonly db: Database) {}

  /** Runs `work` unless another process is sweeping. Where it fails, the connection goes, and the lock with it. */
  async alone(work: () => Promise<void>): Promise<void> {
    const client = await this.db.pool.connect();
    let failure: Error | undefined;
    try {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [SWEEP_LOCK]);
      if (rows[0]?.mine !== true) return;
      await work();
      await client.query('select pg_advisory_unlock($1)', [SWEEP_LOCK]);
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      client.release(failure);
    }
  }

  /**
   * Bursts complete for at least `graceMs` that nobody is answering, also those of customers who never stop; but not
   * those that wait for a model that is away.
   */
  unansweredBursts({ quietMs, maxMs }: BufferTimes, graceMs: number, limit: number): Promise<WaitingBurst[]> {
    return this.db.query<WaitingBurst>(
      `select id as "conversationId",
              ${BURST_AGE}
         from conversation
        where owner = 'ai' and burst_started_at < clock_timestamp() - least($1::float8, $2::float8) * interval '1 millisecond'
          and (burst_last_at < clock_timestamp() - $1 * interval '1 millisecond'
               or burst_started_at < clock_timestamp() - $2 * interval '1 millisecond')
          and (claimed_until is null or claimed_until < clock_timestamp()) and model_wait is distinct from 'waits'
        order by burst_started_at limit $3`,
      [quietMs + graceMs, maxMs + graceMs, limit],
    );
  }

  /** Turns whose worker stopped renewing its lease. */
  async closeAbandonedTurns(): Promise<number> {
    const rows = await this.db.query(
      `with abandoned as (
         update conversation set claimed_until = null where claimed_until < clock_timestamp() - interval '1 second'
         returning id
       )
       update turn t set ${ABANDON}
         from abandoned a where t.conversation_id = a.id and t.state = 'running' returning t.id`,
    );
    return rows.length;
  }

  /** Whether reports lie unread for longer than their job takes. */
  async hasUnreadReports(): Promise<boolean> {
    const rows = await this.db.query<{ waiting: boolean }>(
      `select exists (select 1 from delivery_event where state = 'new' and created_at < now() - interval '1 second') as waiting`,
    );
    return rows[0]?.waiting ?? false;
  }
}

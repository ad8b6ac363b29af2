import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';
import type { Claim } from './turn.js';

const WORKER_STOPPED = 'its worker stopped';

/** Closes a turn whose claim ran out: its worker died, froze, or could not reach Postgres. */
export const ABANDON = `state = 'failed', reason = '${WORKER_STOPPED}', ended_at = clock_timestamp()`;

/**
 * Only turns that failed count as attempts, so the last $2 of them in the conversation are the burst's own. A turn that
 * still seems to run counts as soon as its claim has run out, before anybody closes it.
 */
const STOPPED_ELSEWHERE = `
  with own as materialized (
    select worker, reason, started_at from turn
     where conversation_id = $1 and state = 'failed' order by started_at desc limit $2
  ), since as (
    select min(started_at) as first_at from own
  ), elsewhere as (
    select worker from turn, since where state = 'failed' and reason = '${WORKER_STOPPED}' and started_at >= first_at
     union
    select worker from since, turn join conversation on conversation.id = conversation_id
     where state = 'running' and started_at >= first_at and claimed_until < clock_timestamp()
    except
    select worker from own where reason = '${WORKER_STOPPED}'
  )
  select count(worker)::int as workers from elsewhere`;

/** Turns that broke off, of all conversations. */
@Injectable()
export class BreakdownRepository {
  constructor(private readonly db: Database) {}

  /**
   * How many workers stopped while they had other bursts and never while they had this one, since it was first tried.
   * Turns from before that, and workers that had no turn when they stopped, are not seen.
   */
  async stoppedElsewhere({ conversationId, attempt }: Claim): Promise<number> {
    const [row] = await this.db.query<{ workers: number }>(STOPPED_ELSEWHERE, [conversationId, attempt - 1]);
    return row?.workers ?? 0;
  }
}

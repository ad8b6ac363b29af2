import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';
import { BURST_AGE } from '../buffer/buffer.repository.js';
import type { BurstAge } from '../buffer/burst-clock.js';
import { LEASE } from '../turn/turn.repository.js';

/** The claim of a turn, for whoever writes to memory alone. */
@Injectable()
export class MemoryClaimRepository {
  constructor(private readonly db: Database) {}

  /** Claims the conversation for a write to its memory, whoever owns it. */
  async claim(conversationId: string): Promise<number | null> {
    const rows = await this.db.query<{ fence: number }>(
      `update conversation set fence = fence + 1, claimed_until = ${LEASE}
        where id = $1 and (claimed_until is null or claimed_until < clock_timestamp()) returning fence`,
      [conversationId],
    );
    return rows[0]?.fence ?? null;
  }

  /** Ends a claim on memory alone. @returns the age of a burst that came to wait for the assistant meanwhile. */
  async release(conversationId: string, fence: number): Promise<BurstAge | null> {
    const rows = await this.db.query<BurstAge & { waiting: boolean }>(
      `update conversation c set claimed_until = null where id = $1 and fence = $2
       returning owner = 'ai' and burst_started_at is not null as waiting,
                 ${BURST_AGE}`,
      [conversationId, fence],
    );
    const [row] = rows;
    return row?.waiting ? row : null;
  }
}

import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { ReactionTarget } from './reaction-target.js';

/** What an operator's message has to know before it is queued. */
@Injectable()
export class OperatorMessageRepository {
  constructor(private readonly db: Database) {}

  /** Only of this conversation: another customer's message is none of its business (P9). */
  async reactionTarget(conversationId: string, externalId: string, tx: Tx): Promise<ReactionTarget | null> {
    const rows = await this.db.in(tx).query<ReactionTarget>(
      `select coalesce(provider_ts, created_at) as "sentAt",
              coalesce(extra_metadata ? 'reaction' or extra_metadata #>> '{content,type}' = 'reaction', false)
                as "isReaction"
         from message where external_id = $2 and conversation_id = $1`,
      [conversationId, externalId],
    );
    return rows[0] ?? null;
  }
}

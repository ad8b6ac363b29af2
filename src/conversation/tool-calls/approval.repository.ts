import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { CallState } from './tool-call.repository.js';

/** A call of one of the business's tools, as operators see it. */
export interface ToolCallView {
  id: string;
  seq: number;
  conversation_id: string;
  turn_id: string | null;
  tool: string;
  arguments: object;
  effect: 'read' | 'write';
  /** `asked` waits for a decision. */
  state: CallState;
  /** What the tool answered, what went wrong, or why it was refused. */
  result: string | null;
  decided_by: string | null;
  decided_at: Date | null;
  created_at: Date;
  ended_at: Date | null;
}

export type Decision = { state: 'begun'; arguments: object } | { state: 'refused'; reason: string | null };

const CALL = `
  select id, seq, conversation_id, turn_id, tool, arguments, effect, state, result, decided_by, decided_at, created_at, ended_at
    from tool_call`;

/** What operators read of calls, and what they decide. */
@Injectable()
export class ApprovalRepository {
  constructor(private readonly db: Database) {}

  async find(id: string): Promise<ToolCallView | null> {
    const rows = await this.db.query<ToolCallView>(`${CALL} where id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** Those that wait for a decision, longest first. */
  asked(afterSeq: number | null, limit: number): Promise<ToolCallView[]> {
    const where = `state = 'asked' and ($1::bigint is null or seq > $1)`;
    return this.db.query<ToolCallView>(`${CALL} where ${where} order by seq limit $2`, [afterSeq, limit]);
  }

  /** Newest first. */
  ofConversation(conversationId: string, beforeSeq: number | null, limit: number): Promise<ToolCallView[]> {
    const where = `conversation_id = $1 and ($2::bigint is null or seq < $2)`;
    return this.db.query<ToolCallView>(`${CALL} where ${where} order by seq desc limit $3`, [
      conversationId,
      beforeSeq,
      limit,
    ]);
  }

  /** @returns whether it still waited: of several who decide, one does. */
  async decide(id: string, operatorId: string, decision: Decision, tx: Tx): Promise<boolean> {
    const [args, result] =
      decision.state === 'begun' ? [JSON.stringify(decision.arguments), null] : [null, decision.reason];
    const rows = await this.db.in(tx).query(
      `update tool_call set state = $2, arguments = coalesce($4::jsonb, arguments), result = $5, decided_by = $3,
              decided_at = clock_timestamp(), begun_at = case $2 when 'begun' then clock_timestamp() end,
              ended_at = case $2 when 'refused' then clock_timestamp() end
        where id = $1 and state = 'asked' returning 1`,
      [id, decision.state, operatorId, args, result],
    );
    return rows.length > 0;
  }
}

import { Injectable } from '@nestjs/common';
import { ApprovedCalls } from '../../ai/business-tools/approved-calls.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { CallerError } from '../../infra/errors.js';
import { matchCursor, type Page, pageOf } from '../listing/page.js';
import { mayOperatorSpeak } from '../owner/owner.js';
import { OwnerRepository } from '../owner/owner.repository.js';
import { OwnerService } from '../owner/owner.service.js';
import { ApprovalRepository, type Decision, type ToolCallView } from './approval.repository.js';
import { ToolCallRepository } from './tool-call.repository.js';

/**
 * People decide on calls that the assistant proposed. An approved call is made while the operator waits; a crash in
 * the middle leaves it `begun`, which the sweep makes `unknown`: it is never made twice. Afterwards the conversation goes
 * back to the assistant, which tells the customer what came of it; where a person took it over it stays theirs, and
 * where nobody knows what came of the call it goes on waiting for one.
 */
@Injectable()
export class Approvals {
  constructor(
    private readonly db: Database,
    private readonly rows: ApprovalRepository,
    private readonly calls: ToolCallRepository,
    private readonly approved: ApprovedCalls,
    private readonly ownerRows: OwnerRepository,
    private readonly owners: OwnerService,
  ) {}

  /** @throws CallerError 404 */
  async find(id: string): Promise<ToolCallView> {
    const call = await this.rows.find(id);
    if (call === null) throw new CallerError(404, 'There is no such call');
    return call;
  }

  /** Those that wait for a decision, longest first. */
  async asked(cursor: string | null, limit: number): Promise<Page<ToolCallView>> {
    return page(await this.rows.asked(seqIn(cursor), limit + 1), limit);
  }

  /** All of one conversation, newest first. */
  async ofConversation(conversationId: string, cursor: string | null, limit: number): Promise<Page<ToolCallView>> {
    return page(await this.rows.ofConversation(conversationId, seqIn(cursor), limit + 1), limit);
  }

  /**
   * Makes the call, with other arguments where some are given.
   * @throws CallerError 400 for arguments that do not fit, 404, 409 when it was decided on, a colleague has the
   *   conversation, the tool is gone, or it is not sure who the customer is
   */
  async approve(id: string, operatorId: string, edited: object | null): Promise<ToolCallView> {
    const call = await this.find(id);
    const args = await this.approved.check(call.tool, edited ?? call.arguments);
    const customer = await this.calls.customer(call.conversation_id);
    if (customer === null) throw new CallerError(409, 'Make sure who writes first (POST /api/v1/verification)');
    await this.decide(call, operatorId, { state: 'begun', arguments: args });
    const outcome = await this.approved.carryOut({ id, tool: call.tool, args }, customer);
    await this.calls.end(id, outcome);
    if (outcome.state !== 'unknown') await this.owners.resume(call.conversation_id, call.turn_id, operatorId);
    return this.find(id);
  }

  /** @throws CallerError 404, 409 as {@link approve} */
  async refuse(id: string, operatorId: string, reason: string | null): Promise<ToolCallView> {
    const call = await this.find(id);
    await this.decide(call, operatorId, { state: 'refused', reason });
    await this.owners.resume(call.conversation_id, call.turn_id, operatorId);
    return this.find(id);
  }

  private decide(
    { id, conversation_id: conversationId }: ToolCallView,
    operatorId: string,
    decision: Decision,
  ): Promise<void> {
    return this.db.transaction(async (tx: Tx) => {
      const held = await this.ownerRows.hold({ id: conversationId }, tx);
      if (held !== null && !mayOperatorSpeak(held, operatorId)) {
        throw new CallerError(409, `The conversation is held by ${held.operatorId}`, { holder: held.operatorId });
      }
      if (await this.rows.decide(id, operatorId, decision, tx)) return;
      const { state, decided_by: by } = await this.find(id);
      throw new CallerError(409, 'The call does not wait for a decision', { state, decided_by: by });
    });
  }
}

const SEQ = /^\d{1,15}$/;

const seqIn = (cursor: string | null): number | null => (cursor === null ? null : Number(matchCursor(cursor, SEQ)[0]));

const page = (found: ToolCallView[], limit: number): Page<ToolCallView> =>
  pageOf(
    found,
    limit,
    ({ seq }) => String(seq),
    (call) => call,
  );

import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../infra/config/settings.js';
import { Database, type Tx } from '../../infra/database/database.js';
import type { ProposedCall } from '../../ai/assistant.js';
import type { BurstAge } from '../buffer/burst-clock.js';
import { OutboxService } from '../outbox/outbox.service.js';
import type { Reply } from '../outbox/reply-content.js';
import type { HandoffNeed } from '../owner/handoff-card.js';
import { OwnerService } from '../owner/owner.service.js';
import { ProfileRepository } from '../profile/profile.repository.js';
import { ToolCallRepository } from '../tool-calls/tool-call.repository.js';
import { triedBy } from './tried.js';
import { mustGiveWay, type StopReason } from './turn-watch.js';
import type { Progress, Turn, TurnEnd } from './turn.js';
import { TurnRepository } from './turn.repository.js';

/** What a turn decided: the assistant, or our own rules, which use no model. */
export type Decision = (
  | ({ kind: 'reply' } & Reply)
  | { kind: 'silent' }
  | { kind: 'person'; request: HandoffNeed & { farewell: string | null; proposal?: ProposedCall } }
) & {
  /** What is to be noted of the customer. */
  facts?: readonly string[];
};

/** What becomes of a turn that was stopped, and of its claim. */
const STOPPED: Record<StopReason, { end: TurnEnd; progress: Progress }> = {
  superseded: { end: { state: 'superseded', reason: 'the customer wrote more' }, progress: 'restart' },
  'claim-lost': { end: { state: 'cancelled', reason: 'the claim was lost' }, progress: 'given-back' },
  'given-back': { end: { state: 'cancelled', reason: 'given back at shutdown' }, progress: 'given-back' },
};

/**
 * Ends turns, each at one stroke. Before anything is kept it looks, under the conversation's row lock, whether
 * the claim is still the turn's own and whether the customer wrote more (P3, P4); a decision that comes too late
 * leaves nothing behind but the turn's row.
 */
@Injectable()
export class TurnCommit {
  private readonly logger = new Logger(TurnCommit.name);

  constructor(
    private readonly db: Database,
    private readonly turns: TurnRepository,
    private readonly outbox: OutboxService,
    private readonly owners: OwnerService,
    private readonly toolCalls: ToolCallRepository,
    private readonly profiles: ProfileRepository,
    private readonly settings: Settings,
  ) {}

  /** Keeps the decision, if it is still wanted. @returns how old that is which is still unanswered; null where nothing is. */
  commit(turn: Turn, decision: Decision): Promise<BurstAge | null> {
    return this.db.transaction(async (tx) => {
      const standing = await this.turns.lock(turn, tx);
      if (standing === null) return this.drop(turn, 'claim-lost', tx);
      if (mustGiveWay(standing)) return this.drop(turn, 'superseded', tx);
      return this.keep(turn, decision, tx);
    });
  }

  /**
   * Leaves the burst to wait for the model, which is `away` or has others to answer first. The customer is told once
   * an outage.
   */
  wait(turn: Turn, away: boolean): Promise<BurstAge | null> {
    return this.db.transaction(async (tx) => {
      if ((await this.turns.lock(turn, tx)) === null) return this.drop(turn, 'claim-lost', tx);
      if (away && !turn.model.told) {
        await this.say(turn, { text: this.settings.OUTAGE_MESSAGE }, turn.claim.epoch, tx);
      }
      await this.turns.end(turn, [], 'waits', { state: 'cancelled', reason: 'the model is away' }, tx);
      return null;
    });
  }

  /** Closes a turn that was stopped before it decided. */
  stopped(turn: Turn, reason: StopReason): Promise<BurstAge | null> {
    return this.drop(turn, reason);
  }

  /** Closes a turn that broke; it counts as an attempt. */
  async failed(turn: Turn, error: Error): Promise<void> {
    await this.turns.end(turn, [], 'failed', { state: 'failed', reason: error.message.slice(0, 500) });
  }

  private async keep(turn: Turn, decision: Decision, tx: Tx): Promise<BurstAge | null> {
    await this.profiles.remember(turn.claim.conversationId, decision.facts ?? [], tx);
    switch (decision.kind) {
      case 'reply':
        await this.say(turn, decision, turn.claim.epoch, tx, this.isDraft(turn));
        return this.close(turn, { state: 'answered' }, tx);
      case 'silent':
        return this.close(turn, { state: 'silent' }, tx);
      case 'person':
        return this.handOver(turn, decision, tx);
    }
  }

  /** The customer is told once, of a limit once a day, in words that only a later change of owner can stop. */
  private async handOver(
    turn: Turn,
    decision: Extract<Decision, { kind: 'person' }>,
    tx: Tx,
  ): Promise<BurstAge | null> {
    const { farewell, proposal, ...need } = decision.request;
    const remains = await this.close(turn, { state: 'handed_over', reason: need.reason }, tx);
    const tried = triedBy(turn, need);
    const toolCall = proposal && (await this.toolCalls.propose(turn, proposal, tx));
    const epoch = await this.owners.askForPerson(turn.claim.conversationId, { ...need, tried, toolCall }, tx);
    const isTold = need.reason === 'budget' && turn.spent.told;
    const words = this.isDraft(turn) ? null : farewell;
    if (!isTold) await this.say(turn, { text: words ?? this.settings.HANDOFF_MESSAGE }, epoch, tx);
    const { conversationId } = turn.claim;
    this.logger.warn({ msg: 'A customer waits for a person', conversationId, reason: need.reason });
    return remains;
  }

  /** The model's words wait for a person where the business wants that; its own fixed words never do. */
  private isDraft({ mode, usage }: Turn): boolean {
    return (mode ?? this.settings.ASSISTANT_MODE) === 'draft' && usage.modelCalls > 0;
  }

  private say(turn: Turn, reply: Reply, epoch: number, tx: Tx, isDraft = false): Promise<void> {
    const { conversationId } = turn.claim;
    return this.outbox.queueReply({ conversationId, turnId: turn.id, epoch, isDraft, ...reply }, tx);
  }

  private drop(turn: Turn, reason: StopReason, tx?: Tx): Promise<BurstAge | null> {
    const { end, progress } = STOPPED[reason];
    return this.turns.end(turn, [], progress, end, tx);
  }

  private close(turn: Turn, end: TurnEnd, tx: Tx): Promise<BurstAge | null> {
    return this.turns.end(turn, turn.burst.messageIds, 'closed', end, tx);
  }
}

import { Injectable } from '@nestjs/common';
import { Assistant, requestBecause } from '../../ai/assistant.js';
import { Settings } from '../../infra/config/settings.js';
import { Faults } from '../../infra/faults/faults.js';
import { MediaArrival } from '../media/media-arrival.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { TranscriptRepository } from '../transcript/transcript.repository.js';
import { WakeUps } from '../wake-ups.js';
import { confirmationFor, withConfirmation } from './opt-out-confirmation.js';
import { ruleBeforeModel } from './rule-before-model.js';
import { ruleBudget } from './rule-budget.js';
import { type Decision, type Remains, TurnCommit } from './turn-commit.js';
import { TurnStopped, TurnWatch } from './turn-watch.js';
import { type Claim, type Turn, TurnRepository } from './turn.repository.js';
import { TypingIndicator } from './typing-indicator.js';

/** A burst whose worker died or broke this often is given to a person instead of a fourth try (P8). */
const MAX_ATTEMPTS = 3;

/**
 * Answers bursts: claim, think, commit, send (P3). No connection is held while the model thinks. A crash before the
 * commit leaves the burst unanswered and the lease to run out; a crash after it leaves a queued message, which the
 * sweep sends.
 */
@Injectable()
export class TurnService {
  private readonly running = new Set<TurnWatch>();

  constructor(
    private readonly turns: TurnRepository,
    private readonly assistant: Assistant,
    private readonly transcripts: TranscriptRepository,
    private readonly turnCommit: TurnCommit,
    private readonly outbox: OutboxService,
    private readonly wakeUps: WakeUps,
    private readonly files: MediaArrival,
    private readonly typing: TypingIndicator,
    private readonly faults: Faults,
    private readonly settings: Settings,
  ) {}

  /** Answers what waits in the conversation, unless somebody else does; any number of processes may try at once. */
  async answer(conversationId: string): Promise<void> {
    const turn = await this.turns.begin(conversationId);
    if (turn === null) return;
    await this.faults.reach('after-claim');
    const { open, claimLost } = await this.run(turn);
    await this.outbox.drain(conversationId);
    if (claimLost) await this.wakeUps.memoryIsBehind(conversationId);
    if (open !== null) await this.wakeUps.burstWaits([{ conversationId, ...open }]);
  }

  /** Stops every running turn of this process; their bursts are left to other workers. */
  giveBack(): void {
    for (const watch of this.running) watch.stop('given-back');
  }

  private async run(turn: Turn): Promise<Remains> {
    const ruled = this.rule(turn);
    if (ruled !== null) return this.turnCommit.commit(turn, ruled);
    const watch = new TurnWatch(() => this.turns.renew(turn));
    this.running.add(watch);
    try {
      return await this.turnCommit.commit(turn, await this.think(turn, watch.signal));
    } catch (error) {
      if (error instanceof TurnStopped) return await this.turnCommit.stopped(turn, error.reason);
      await this.turnCommit.failed(turn, error as Error);
      throw error;
    } finally {
      watch.end();
      this.running.delete(watch);
    }
  }

  private rule({ claim, burst, spent }: Turn): Decision | null {
    if (claim.attempt > MAX_ATTEMPTS) return brokeTooOften(claim);
    return ruleBeforeModel(burst.messages, this.settings) ?? ruleBudget(spent, this.settings);
  }

  private async think({ claim: { conversationId }, burst, usage }: Turn, signal: AbortSignal): Promise<Decision> {
    const endTyping = this.typing.show(burst.newestId);
    try {
      if (burst.awaitsFiles) await this.files.of(burst.messageIds, signal);
      const transcript = this.transcripts.of(conversationId, burst.messageIds);
      const result = await this.assistant.answer({ conversationId, transcript }, usage, signal);
      return withConfirmation(result, confirmationFor(burst.messages, this.settings));
    } finally {
      endTyping();
    }
  }
}

const brokeTooOften = ({ attempt }: Claim): Decision => ({
  kind: 'person',
  request: requestBecause('turn_crashed', `The assistant broke off ${attempt - 1} times while answering.`),
});

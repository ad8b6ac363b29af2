import { Injectable } from '@nestjs/common';
import { Assistant, type AssistantResult, requestBecause } from '../../ai/assistant.js';
import { unknownEffect } from '../../ai/unknown-effect.js';
import { Settings } from '../../infra/config/settings.js';
import { Faults } from '../../infra/faults/faults.js';
import { ProcessMetrics } from '../../infra/metrics/process-metrics.js';
import { MediaArrival } from '../media/media-arrival.js';
import type { BurstAge } from '../buffer/burst-clock.js';
import { SummaryService } from '../memory/summary.service.js';
import { OutageService } from '../outage/outage.service.js';
import { toWhatsAppText } from '../outbox/formatting/to-whatsapp-text.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { ToolCallRepository } from '../tool-calls/tool-call.repository.js';
import { TranscriptRepository } from '../transcript/transcript.repository.js';
import { VoiceService } from '../voice/voice.service.js';
import { WakeUps } from '../wake-ups.js';
import { BreakdownRepository } from './breakdown.repository.js';
import { confirmationFor, withConfirmation } from './opt-out-confirmation.js';
import { ruleBeforeModel } from './rule-before-model.js';
import { type Breakdowns, ruleBreakdowns, SUSPECT_FROM } from './rule-breakdowns.js';
import { ruleBudget } from './rule-budget.js';
import { type Decision, TurnCommit } from './turn-commit.js';
import { TurnStopped, TurnWatch } from './turn-watch.js';
import type { Claim, Doubt, Turn } from './turn.js';
import { TurnRepository } from './turn.repository.js';
import { TypingIndicator } from './typing-indicator.js';

type ModelAway = Extract<AssistantResult, { kind: 'model_away' }>;

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
    private readonly breakdowns: BreakdownRepository,
    private readonly assistant: Assistant,
    private readonly transcripts: TranscriptRepository,
    private readonly toolCalls: ToolCallRepository,
    private readonly turnCommit: TurnCommit,
    private readonly outages: OutageService,
    private readonly outbox: OutboxService,
    private readonly wakeUps: WakeUps,
    private readonly files: MediaArrival,
    private readonly voices: VoiceService,
    private readonly summaries: SummaryService,
    private readonly typing: TypingIndicator,
    private readonly faults: Faults,
    private readonly metrics: ProcessMetrics,
    private readonly settings: Settings,
  ) {}

  /** Answers what waits in the conversation, unless somebody else does; any number of processes may try at once. */
  async answer(conversationId: string): Promise<void> {
    const turn = await this.turns.begin(conversationId);
    if (turn === null) return;
    await this.faults.reach('after-claim');
    const open = await this.run(turn);
    await this.outbox.drain(conversationId);
    if (turn.memoryIsFull) this.summaries.start(conversationId);
    if (open !== null) await this.wakeUps.burstWaits([{ conversationId, ...open }]);
  }

  /** Stops every running turn of this process; their bursts are left to other workers. */
  giveBack(): void {
    for (const watch of this.running) watch.stop('given-back');
  }

  private async run(turn: Turn): Promise<BurstAge | null> {
    const begun = performance.now();
    try {
      return await this.decide(turn);
    } finally {
      this.metrics.turnEnded(performance.now() - begun, turn.usage.modelMs);
    }
  }

  private async decide(turn: Turn): Promise<BurstAge | null> {
    const ruled = await this.rule(turn);
    if (ruled !== null) return this.turnCommit.commit(turn, ruled);
    const watch = new TurnWatch(() => this.turns.renew(turn));
    this.running.add(watch);
    try {
      return await this.ask(turn, watch.signal);
    } catch (error) {
      if (error instanceof TurnStopped) return await this.turnCommit.stopped(turn, error.reason);
      await this.turnCommit.failed(turn, error as Error);
      throw error;
    } finally {
      watch.end();
      this.running.delete(watch);
    }
  }

  private async rule({ claim, burst, spent }: Turn): Promise<Decision | null> {
    if (burst.doubt !== null) return inDoubt(burst.doubt);
    return (
      ruleBreakdowns(await this.breakdownsOf(claim)) ??
      ruleBeforeModel(burst.messages, this.settings) ??
      ruleBudget(spent, this.settings)
    );
  }

  /** What happened elsewhere is asked only where something hangs on it. */
  private async breakdownsOf(claim: Claim): Promise<Breakdowns> {
    const own = claim.attempt - 1;
    return { own, elsewhere: own < SUSPECT_FROM ? 0 : await this.breakdowns.stoppedElsewhere(claim) };
  }

  /** Asks the model where that may be asked, and keeps what comes of it. */
  private async ask(turn: Turn, signal: AbortSignal): Promise<BurstAge | null> {
    const ruling = await this.outages.rule(turn.model);
    if (ruling === 'wait') return this.turnCommit.wait(turn, turn.model.away);
    if (ruling === 'person') return this.turnCommit.commit(turn, modelFailed(WAITED_TOO_LONG));
    if (ruling === 'probe') turn.usage.triesPerModel = 1;
    const result = await this.think(turn, signal);
    if (result.kind === 'model_away') return this.withoutModel(turn, result);
    await this.outages.answered(turn.model);
    return this.turnCommit.commit(turn, withConfirmation(result, confirmationFor(turn.burst.messages, this.settings)));
  }

  /** A failure that others share leaves the burst waiting; one of its own gives it to a person (P8). */
  private async withoutModel(turn: Turn, { cause, retryAfterMs }: ModelAway): Promise<BurstAge | null> {
    const away = await this.outages.failed(cause, retryAfterMs);
    return away ? this.turnCommit.wait(turn, true) : this.turnCommit.commit(turn, modelFailed(cause));
  }

  private async think(turn: Turn, signal: AbortSignal): Promise<AssistantResult | Decision> {
    const { burst, usage, profile } = turn;
    const { conversationId, fence: claim } = turn.claim;
    const endTyping = this.typing.show(burst.newestId);
    try {
      if (burst.awaitsFiles) await this.files.of(burst.messageIds, signal);
      const ruled = await this.listen(turn, signal);
      if (ruled !== null) return ruled;
      const transcript = this.transcripts.of(conversationId, burst.messageIds);
      const toolCalls = this.toolCalls.of(turn);
      const thread = { conversationId, claim, transcript, profile, toolCalls, shown: toWhatsAppText };
      const result = await this.assistant.answer(thread, usage, signal);
      turn.memoryIsFull = transcript.isFull;
      return result;
    } finally {
      endTyping();
    }
  }

  /** Has recordings written down. Who asks for a person in one gets them; STOP counts only where it is written. */
  private async listen(turn: Turn, signal: AbortSignal): Promise<Decision | null> {
    const { burst, usage } = turn;
    if (!burst.messages.some(({ kind }) => kind === 'audio')) return null;
    const { words, failures } = await this.voices.hear(burst.messageIds, usage, signal);
    turn.unheard = failures;
    const spoken = words.map((text) => ({ kind: 'audio', text, errors: null, optOut: null }));
    return spoken.length === 0 ? null : ruleBeforeModel(spoken, this.settings);
  }
}

/** Whatever the model would say now, and however often the turn broke: a person has to find out. */
const inDoubt = ({ tool, arguments: args }: Doubt): Decision => ({
  kind: 'person',
  request: unknownEffect(tool, args),
});

const WAITED_TOO_LONG = 'The model was away for longer than a customer is to wait.';

const modelFailed = (cause: string): Decision => ({ kind: 'person', request: requestBecause('model_failed', cause) });

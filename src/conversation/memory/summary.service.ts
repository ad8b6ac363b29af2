import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../infra/config/settings.js';
import { ruleBudget } from '../turn/rule-budget.js';
import { MemoryService } from './memory.service.js';
import { Summarizer } from './summarizer.js';
import { type OpenSummary, SummaryRepository } from './summary.repository.js';

/** Conversations one process sums up at a time, and how many wait; what finds no room is begun by its next turn. */
const AT_ONCE = 4;
const MOST_WAITING = 1_000;

/**
 * Sums up what is no longer remembered word for word, beside the jobs and after the answer, so that nobody waits for it.
 * The model is asked without any claim; only writing down what it said takes the conversation's, for a moment. Any number of
 * processes may start at once: one does it. A crash or a failure leaves the summary as it was; it is carried on after one
 * of the next turns, and until then the model is told that something is left out.
 */
@Injectable()
export class SummaryService {
  private readonly logger = new Logger(SummaryService.name);
  private readonly running = new Map<string, Promise<void>>();
  private readonly waiting = new Set<string>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly summaries: SummaryRepository,
    private readonly summarizer: Summarizer,
    private readonly memory: MemoryService,
    private readonly settings: Settings,
  ) {}

  /** Begins, or puts it in line, and returns at once. One that is under way is begun once more after it. */
  start(conversationId: string): void {
    if (this.waiting.size >= MOST_WAITING) return;
    this.waiting.add(conversationId);
    this.startNext();
  }

  /** Breaks off what is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waiting.clear();
    await Promise.all(this.running.values());
  }

  private startNext(): void {
    const conversationId = [...this.waiting].find((id) => !this.running.has(id));
    if (conversationId === undefined || this.running.size >= AT_ONCE || this.stopping.signal.aborted) return;
    this.waiting.delete(conversationId);
    const done = this.carryOn(conversationId)
      .catch((error: Error) => this.logger.warn({ msg: 'A summary is carried on later', conversationId, err: error }))
      .finally(() => {
        this.running.delete(conversationId);
        this.startNext();
      });
    this.running.set(conversationId, done);
  }

  private async carryOn(conversationId: string): Promise<void> {
    const { signal } = this.stopping;
    let from = await this.summaries.open(conversationId);
    while (from !== null) {
      const further = this.mayAsk(from) ? await this.summarizer.carryOn(conversationId, from, signal) : null;
      if (further === null) return this.summaries.giveBack(conversationId);
      const keep = this.summaries.keep.bind(this.summaries, conversationId, further, from.cursor);
      await this.memory.bringUpWhenFree(conversationId, keep, signal);
      from = await this.summaries.open(conversationId, true);
    }
  }

  private mayAsk({ spent, modelAway }: OpenSummary): boolean {
    return !modelAway && ruleBudget(spent, this.settings) === null;
  }
}

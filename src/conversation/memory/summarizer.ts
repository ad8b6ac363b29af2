import { Injectable } from '@nestjs/common';
import { Assistant, FOLDED, LEAST_VERBATIM, MOST_VERBATIM } from '../../ai/assistant.js';
import { Usage } from '../../ai/model/usage.js';
import { TranscriptRepository } from '../transcript/transcript.repository.js';
import { SpendingRepository } from '../turn/spending.repository.js';
import type { Summary } from './summary.repository.js';

/** Messages that one question to the model sums up at most. */
const MOST_FOLDED = 5 * FOLDED;
/** One question, whatever is asked again included. */
const LIMIT_MS = 60_000;

/** Of so many settled messages how many are to be summed up: always whole groups, so that it is the same whoever does it. */
export const foldable = (count: number): number =>
  count < MOST_VERBATIM ? 0 : Math.min(MOST_FOLDED, Math.floor((count - LEAST_VERBATIM) / FOLDED) * FOLDED);

/** Carries summaries on by the messages that follow on them. */
@Injectable()
export class Summarizer {
  constructor(
    private readonly transcripts: TranscriptRepository,
    private readonly assistant: Assistant,
    private readonly spending: SpendingRepository,
  ) {}

  /**
   * One step; nothing of it is kept yet. What it uses counts as the customer's.
   * @returns the summary that reaches further, or null where too little follows
   * @throws Error where the model does not answer as it should
   */
  async carryOn(conversationId: string, { earlier, cursor }: Summary, signal: AbortSignal): Promise<Summary | null> {
    const limit = LEAST_VERBATIM + MOST_FOLDED;
    const { messages, notes } = await this.transcripts.following(conversationId, cursor, limit);
    const folded = messages.slice(0, foldable(messages.length));
    const last = folded.at(-1);
    if (last === undefined) return null;
    const said = [...folded.map(({ entry }) => entry), ...notes.filter(({ at }) => at <= last.entry.at)];
    said.sort((a, b) => a.at.localeCompare(b.at));
    const usage = new Usage();
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
      const further = await this.assistant.sumUp(earlier, said, usage, within);
      return { earlier: further, cursor: { seq: last.seq, at: new Date(last.entry.at) }, model: usage.model };
    } finally {
      await this.spending.countBeside(conversationId, usage);
    }
  }
}

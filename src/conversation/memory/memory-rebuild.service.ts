import { Injectable } from '@nestjs/common';
import { Assistant } from '../../ai/assistant.js';
import type { ConversationReference } from '../conversation-reference.js';
import { ConversationList } from '../listing/conversation-list.service.js';
import { MemoryService } from './memory.service.js';
import { Summarizer } from './summarizer.js';
import { type Summary, SummaryRepository } from './summary.repository.js';

/** What a rebuilt memory came to. */
export interface Rebuilt {
  conversation_id: string;
  /** Questions to the model that it took. */
  steps: number;
  /** The last message that the summary reaches; null where all is remembered word for word. */
  reaches_seq: number | null;
  summary: string | null;
  /** What colleagues said and who answered when, as far as it stands beside the summary. */
  kept: string[];
}

const NOTHING: Summary = { earlier: { summary: null, kept: [] }, cursor: null, model: null };

/**
 * Makes a conversation's memory anew from its transcript: checkpoint and summary. Safe beside running workers: the new
 * summary is made aside, and takes the place of the old one under the conversation's claim. A crash leaves the old one.
 */
@Injectable()
export class MemoryRebuild {
  constructor(
    private readonly list: ConversationList,
    private readonly summaries: SummaryRepository,
    private readonly summarizer: Summarizer,
    private readonly memory: MemoryService,
    private readonly assistant: Assistant,
  ) {}

  /**
   * It counts as the customer's use, and no limit stops it.
   * @throws CallerError 404 for a conversation that nobody knows, Error where the model fails, UnavailableError
   * where turns hold it for a minute
   */
  async rebuild(reference: ConversationReference, signal: AbortSignal): Promise<Rebuilt> {
    const { id } = await this.list.conversation(reference);
    await this.summaries.open(id, true);
    let made = NOTHING;
    let steps = 0;
    for (;;) {
      const further = await this.summarizer.carryOn(id, made, signal);
      if (further === null) break;
      made = further;
      steps += 1;
    }
    const replace = async (): Promise<void> => {
      await (steps === 0 ? this.summaries.clear(id) : this.summaries.replace(id, made));
      await this.assistant.forget(id);
    };
    await this.memory.bringUpWhenFree(id, replace, signal);
    const { summary, kept } = made.earlier;
    const said = kept.map(({ text, name }) => (name === null ? text : `${name}: ${text}`));
    return { conversation_id: id, steps, reaches_seq: made.cursor?.seq ?? null, summary, kept: said };
  }
}

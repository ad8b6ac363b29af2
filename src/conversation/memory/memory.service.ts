import { Injectable } from '@nestjs/common';
import { Assistant } from '../../ai/assistant.js';
import { UnavailableError } from '../../infra/errors.js';
import { TranscriptRepository } from '../transcript/transcript.repository.js';
import { WakeUps } from '../wake-ups.js';
import { MemoryClaimRepository } from './memory-claim.repository.js';

/**
 * Brings the assistant's memory up to the transcript (P6), outside of a turn but under the same claim, because two
 * writers of one thread lose each other's words. Harmless when repeated or skipped: each turn does the same first.
 */
@Injectable()
export class MemoryService {
  constructor(
    private readonly claims: MemoryClaimRepository,
    private readonly transcripts: TranscriptRepository,
    private readonly assistant: Assistant,
    private readonly wakeUps: WakeUps,
  ) {}

  /** @throws UnavailableError while somebody else holds the conversation; the job tries again. */
  async bringUp(conversationId: string): Promise<void> {
    const fence = await this.claims.claim(conversationId);
    if (fence === null) throw new UnavailableError('The conversation is claimed by a turn');
    try {
      await this.assistant.remember({
        conversationId,
        claim: fence,
        transcript: this.transcripts.of(conversationId, []),
      });
    } finally {
      const open = await this.claims.release(conversationId, fence);
      if (open !== null) await this.wakeUps.burstWaits([{ conversationId, ...open }]);
    }
  }
}

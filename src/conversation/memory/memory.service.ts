import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Assistant } from '../../ai/assistant.js';
import { UnavailableError } from '../../infra/errors.js';
import { TranscriptRepository } from '../transcript/transcript.repository.js';
import { WakeUps } from '../wake-ups.js';
import { MemoryClaimRepository } from './memory-claim.repository.js';

const CLAIM_EVERY_MS = 500;
const CLAIM_TRIES = 120;

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

  /**
   * @param change what is changed of it first, under the same claim.
   * @returns whether there is something to sum up.
   * @throws UnavailableError while somebody else holds the conversation; the job tries again.
   */
  async bringUp(conversationId: string, change?: () => Promise<void>): Promise<boolean> {
    const fence = await this.claims.claim(conversationId);
    if (fence === null) throw new UnavailableError('The conversation is claimed by a turn');
    const transcript = this.transcripts.of(conversationId, []);
    try {
      await change?.();
      await this.assistant.remember({ conversationId, claim: fence, transcript });
      return transcript.isFull;
    } finally {
      const open = await this.claims.release(conversationId, fence);
      if (open !== null) await this.wakeUps.burstWaits([{ conversationId, ...open }]);
    }
  }

  /**
   * As {@link bringUp}, but waits for a turn that is running, a minute at most.
   * @throws UnavailableError, or the signal's reason
   */
  async bringUpWhenFree(conversationId: string, change: () => Promise<void>, signal: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.bringUp(conversationId, change);
        return;
      } catch (error) {
        if (!(error instanceof UnavailableError) || tries === CLAIM_TRIES) throw error;
        await pause(CLAIM_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }
}

import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Settings } from '../../infra/config/settings.js';
import { DraftRepository } from '../drafts/draft.repository.js';
import { WakeUps } from '../wake-ups.js';
import { BufferRepository } from './buffer.repository.js';
import { type BufferTimes, bufferTimesOf, burstDueInMs, WAKE_AHEAD_MS } from './burst-clock.js';

/** Two clocks and rounding: a burst that is complete in less than this is complete. */
const ROUNDING_MS = 1;

/** Decides when a burst is complete. The burst itself is rows; a lost or repeated look changes nothing. */
@Injectable()
export class BufferService {
  private readonly times: BufferTimes;

  constructor(
    private readonly buffers: BufferRepository,
    private readonly drafts: DraftRepository,
    private readonly wakeUps: WakeUps,
    settings: Settings,
  ) {
    this.times = bufferTimesOf(settings);
  }

  /** Passes a burst on that is complete or about to be, and looks again later at one that still grows. */
  async check(conversationId: string): Promise<void> {
    const inMs = await this.dueInMs(conversationId);
    if (inMs !== null) await this.wakeUps.processMessage(conversationId);
  }

  /** Waits for the moment at which the burst is complete. @returns false when there is nothing to answer by then. */
  async isComplete(conversationId: string): Promise<boolean> {
    for (;;) {
      const inMs = await this.dueInMs(conversationId);
      if (inMs === null) return false;
      if (inMs <= ROUNDING_MS) return true;
      await pause(inMs);
    }
  }

  /** How soon the burst is complete; null when nothing waits, or when it grows and is looked at again later. */
  private async dueInMs(conversationId: string): Promise<number | null> {
    const burst = await this.buffers.find(conversationId);
    if (burst === null) return null;
    if (burst.hasDraft) await this.drafts.retract(conversationId);
    const inMs = burstDueInMs(burst, this.times);
    if (inMs <= WAKE_AHEAD_MS) return inMs;
    await this.wakeUps.burstWaits([{ conversationId, ...burst }]);
    return null;
  }
}

import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Settings } from '../../infra/config/settings.js';
import { WakeUps } from '../wake-ups.js';
import { BufferRepository } from './buffer.repository.js';
import { burstDueInMs, WAKE_AHEAD_MS } from './burst-clock.js';

/** Two clocks and rounding: a burst that is complete in less than this is complete. */
const ROUNDING_MS = 1;

/** Decides when a burst is complete. The burst itself is rows; a lost or repeated look changes nothing. */
@Injectable()
export class BufferService {
  constructor(
    private readonly buffers: BufferRepository,
    private readonly wakeUps: WakeUps,
    private readonly settings: Settings,
  ) {}

  /** Passes a burst on to be answered the moment it is complete, and looks again later at one that still grows. */
  async check(conversationId: string): Promise<void> {
    const times = { quietMs: this.settings.BUFFER_QUIET_MS, maxMs: this.settings.BUFFER_MAX_MS };
    for (;;) {
      const burst = await this.buffers.find(conversationId);
      if (burst === null) return;
      const inMs = burstDueInMs(burst, times);
      if (inMs <= ROUNDING_MS) return this.wakeUps.processMessage(conversationId);
      if (inMs > WAKE_AHEAD_MS) return this.wakeUps.burstWaits([{ conversationId, ...burst }]);
      await pause(inMs);
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Settings } from '../../infra/config/settings.js';
import { WakeUps } from '../wake-ups.js';
import { BufferRepository } from './buffer.repository.js';
import { burstDueInMs } from './burst-clock.js';

/** Decides when a burst is complete. The burst itself is rows; a lost or repeated look changes nothing. */
@Injectable()
export class BufferService {
  constructor(
    private readonly buffers: BufferRepository,
    private readonly wakeUps: WakeUps,
    private readonly settings: Settings,
  ) {}

  /** Passes a complete burst on to be answered, and looks again later at one that still grows. */
  async check(conversationId: string): Promise<void> {
    const burst = await this.buffers.find(conversationId);
    if (burst === null) return;
    const times = { quietMs: this.settings.BUFFER_QUIET_MS, maxMs: this.settings.BUFFER_MAX_MS };
    if (burstDueInMs(burst, times) > EARLY_MS) await this.wakeUps.burstWaits([{ conversationId, ...burst }]);
    else await this.wakeUps.processMessage(conversationId);
  }
}

/** Two clocks and rounding: a burst that is complete in less than this is complete. */
const EARLY_MS = 5;

import { Injectable } from '@nestjs/common';
import { type Figures, type SendingFigures, type Standing, Statistics } from '../infra/statistics.js';
import { BufferRepository } from './buffer/buffer.repository.js';
import { DedupCache } from './intake/dedup-cache.js';
import { MediaRepository } from './media/media.repository.js';
import { OutageRepository } from './outage/outage.repository.js';
import { OwnerRepository } from './owner/owner.repository.js';
import { Sending } from './sending/sending.service.js';
import { StatusRepository } from './status/status.repository.js';
import { SpendingRepository } from './turn/spending.repository.js';

@Injectable()
export class ConversationStatistics extends Statistics {
  constructor(
    private readonly buffers: BufferRepository,
    private readonly spending: SpendingRepository,
    private readonly outages: OutageRepository,
    private readonly dedup: DedupCache,
    private readonly media: MediaRepository,
    private readonly sendingState: Sending,
    private readonly statuses: StatusRepository,
    private readonly owners: OwnerRepository,
  ) {
    super();
  }

  override async standing(): Promise<Standing> {
    const [{ awaySince, waiting }, oldestUnansweredS] = await Promise.all([
      this.outages.current(),
      this.buffers.oldestS(),
    ]);
    return { modelAwaySince: awaySince, waitingForModel: waiting, oldestUnansweredS };
  }

  override async read(): Promise<Figures> {
    const [activeBuffers, conversations, media, sentTwiceLately, turns] = await Promise.all([
      this.buffers.countWaiting(),
      this.owners.countHeld(),
      this.media.count(),
      this.statuses.countSentTwice(),
      this.spending.sums(),
    ]);
    return { activeBuffers, conversations, media, sentTwiceLately, turns, dedupCache: this.dedup.type };
  }

  override async sending(): Promise<SendingFigures> {
    const now = await this.sendingState.state();
    return { state: now.state, reason: now.state === 'running' ? null : now.reason, waiting: now.waiting };
  }
}

import { Injectable } from '@nestjs/common';
import { Settings } from '../infra/config/settings.js';
import { type Figures, type SendingFigures, type Standing, Statistics } from '../infra/statistics.js';
import { BufferRepository } from './buffer/buffer.repository.js';
import { DedupCache } from './intake/dedup-cache.js';
import { MediaRepository } from './media/media.repository.js';
import { OutageRepository } from './outage/outage.repository.js';
import { Sending } from './sending/sending.service.js';
import { StatusRepository } from './status/status.repository.js';
import { SpendingRepository, type Sums } from './turn/spending.repository.js';

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
    private readonly settings: Settings,
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
    const [activeBuffers, media, sentTwiceLately, spending] = await Promise.all([
      this.buffers.countWaiting(),
      this.media.count(),
      this.statuses.countSentTwice(),
      this.spending.sums(),
    ]);
    const assistant = {
      today: viewOf(spending.today),
      this_month: viewOf(spending.thisMonth),
      month_budget_usd: this.settings.MONTHLY_BUDGET_USD,
    };
    return { activeBuffers, media, sentTwiceLately, dedupCache: this.dedup.type, assistant };
  }

  override async sending(): Promise<SendingFigures> {
    const now = await this.sendingState.state();
    return { state: now.state, reason: now.state === 'running' ? null : now.reason, waiting: now.waiting };
  }
}

/** Money in dollars, times as averages of a turn. */
const viewOf = ({ cost_micro_usd: microUsd, model_ms: modelMs, turn_ms: turnMs, ...counts }: Sums): object => ({
  ...counts,
  cost_usd: microUsd / 1_000_000,
  average_model_ms: Math.round(modelMs / Math.max(1, counts.turns)),
  average_turn_ms: Math.round(turnMs / Math.max(1, counts.turns)),
});

import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../infra/config/settings.js';
import { Faults } from '../../infra/faults/faults.js';
import { bufferTimesOf } from '../buffer/burst-clock.js';
import { MediaRepository } from '../media/media.repository.js';
import { OutageService } from '../outage/outage.service.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { OutcomeService } from '../outbox/outcome.service.js';
import { OwnerRepository } from '../owner/owner.repository.js';
import { OwnerService } from '../owner/owner.service.js';
import { StatusRepository } from '../status/status.repository.js';
import { StatusService } from '../status/status.service.js';
import { ToolCallRepository } from '../tool-calls/tool-call.repository.js';
import { WakeUps } from '../wake-ups.js';
import { OverdueSends } from './overdue-sends.js';
import { SweepRepository } from './sweep.repository.js';

const EVERY_MS = 2_000;
/** A wake-up that is late by less than this is not missed yet. */
const GRACE_MS = 3_000;
/** Work found by one sweep, of each kind; the rest is found by the next. */
const LIMIT = 500;

/**
 * Finds what crashes and a lost queue left behind and wakes it again, so that the queue may be flushed at any moment
 * (P7) and nobody is forgotten (P8). One process sweeps at a time; a sweep that fails is repeated by the next.
 */
@Injectable()
export class SweepService {
  private readonly logger = new Logger(SweepService.name);
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> = Promise.resolve();

  constructor(
    private readonly sweeps: SweepRepository,
    private readonly wakeUps: WakeUps,
    private readonly outages: OutageService,
    private readonly outboxRows: OutboxRepository,
    private readonly outcomes: OutcomeService,
    private readonly overdue: OverdueSends,
    private readonly statusRows: StatusRepository,
    private readonly statuses: StatusService,
    private readonly ownerRows: OwnerRepository,
    private readonly owners: OwnerService,
    private readonly media: MediaRepository,
    private readonly toolCalls: ToolCallRepository,
    private readonly settings: Settings,
    private readonly faults: Faults,
  ) {}

  start(): void {
    this.schedule();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.current;
    await this.overdue.stop();
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.current = this.sweep();
      void this.current.then(() => this.timer && this.schedule());
    }, EVERY_MS);
  }

  private async sweep(): Promise<void> {
    try {
      await this.sweeps.alone(async () => {
        await this.wakeBursts();
        await this.outages.admit(EVERY_MS / 1_000);
        await this.faults.reach('mid-sweep');
        await this.settleOutbox();
        await this.readReports();
        await this.fetchDueMedia();
        await this.handBackSilent();
        await this.toolCalls.markLost();
      });
    } catch (error) {
      this.logger.warn(`A sweep failed and is repeated: ${(error as Error).message}`);
    }
  }

  private async wakeBursts(): Promise<void> {
    const abandoned = await this.sweeps.closeAbandonedTurns();
    const bursts = await this.sweeps.unansweredBursts(bufferTimesOf(this.settings), GRACE_MS, LIMIT);
    if (abandoned + bursts.length === 0) return;
    this.logger.warn({ msg: 'Woke what was left unanswered', bursts: bursts.length, abandonedTurns: abandoned });
    await this.wakeUps.burstWaits(bursts);
  }

  private async settleOutbox(): Promise<void> {
    const stuck = await this.outboxRows.markStuckUnconfirmed();
    if (stuck > 0) this.logger.warn({ msg: 'Sends were cut short; their outcome is unknown', messages: stuck });
    if (this.settings.UNCONFIRMED_POLICY === 'resend') await this.outboxRows.resendUnconfirmed();
    for (const message of await this.outboxRows.leftInDoubt(LIMIT)) await this.outcomes.leaveInDoubt(message);
    await this.outboxRows.cancelStale();
    this.overdue.line(await this.outboxRows.overdue(LIMIT));
  }

  /** Their job has the lowest priority: behind a backlog of turns it would come too late for who doubts. */
  private async readReports(): Promise<void> {
    await this.statusRows.unpark();
    if (await this.sweeps.hasUnreadReports()) await this.statuses.applyReports();
  }

  /** Also every further try of a file: nothing else wakes it after its pause. */
  private async fetchDueMedia(): Promise<void> {
    const due = await this.media.due(LIMIT);
    if (due.length > 0) await this.wakeUps.fetchMedia(due);
  }

  private async handBackSilent(): Promise<void> {
    if (this.settings.HANDBACK_AFTER_MS === 0) return;
    const silent = await this.ownerRows.silentSince(this.settings.HANDBACK_AFTER_MS, LIMIT);
    for (const { id } of silent) await this.owners.handBack({ id }, null);
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../infra/config/settings.js';
import { WakeUps } from '../wake-ups.js';
import { OutageRepository } from './outage.repository.js';
import { type ModelStanding, type OutageRuling, ruleOutage } from './rule-outage.js';

/** Most bursts let through at once because they have waited too long; the rest at the next look. */
const MOST_EXPIRED = 500;

/**
 * Keeps turns from a model that is away. After some failures in a row, of whatever process, it is not asked; those who
 * wait stay unanswered, the assistant's, and are answered in their order when it is back. Nothing is lost with a crash
 * or a flushed queue: who waits stands on the conversation's row.
 */
@Injectable()
export class OutageService {
  private readonly logger = new Logger(OutageService.name);

  constructor(
    private readonly outages: OutageRepository,
    private readonly wakeUps: WakeUps,
    private readonly settings: Settings,
  ) {}

  /** Whether a turn may ask the model; `probe` is given to one turn at a time. */
  async rule(standing: ModelStanding): Promise<OutageRuling> {
    const ruling = ruleOutage(standing, this.settings.MODEL_WAIT_LIMIT_MS);
    return ruling === 'probe' && !(await this.outages.claimProbe()) ? 'wait' : ruling;
  }

  /** The provider failed a turn. @returns whether the model is away from now on. */
  async failed(why: string, retryAfterMs: number | null): Promise<boolean> {
    const away = await this.outages.failed(this.settings.MODEL_OUTAGE_FAILURES, retryAfterMs);
    if (away) this.logger.error({ msg: 'The model is away; customers wait', why });
    return away;
  }

  /** The provider answered a turn. */
  async answered(standing: ModelStanding): Promise<void> {
    if (standing.failing && (await this.outages.answered())) this.logger.warn('The model is back');
  }

  /**
   * Lets through who waits, the first in line first, at the rate that all processes share, with no more than
   * `mostSeconds` of it at once; while the model is away one, when it is time to find out. Whoever has waited too long is
   * let through in any case, to a person. One process at a time.
   */
  async admit(mostSeconds: number): Promise<void> {
    const { awaySince, probeDue, waiting } = await this.outages.current();
    if (waiting === 0) return;
    const expired = await this.outages.admit(MOST_EXPIRED, this.settings.MODEL_WAIT_LIMIT_MS);
    const perSecond = this.settings.CATCH_UP_PER_SECOND;
    const places = awaySince === null ? await this.outages.takePlaces(perSecond, mostSeconds) : Number(probeDue);
    const next = places === 0 ? [] : await this.outages.admit(places);
    await this.wakeUps.processMessages(expired, 0);
    await this.wakeUps.processMessages(next, 1_000 / perSecond);
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Refusal, SendOutcome } from '../../infra/clients/whatsapp/send-outcome.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { isUnavailable } from '../../infra/database/unavailable.js';
import { retryPauseMs } from '../sending/pauses.js';
import { Sending } from '../sending/sending.service.js';
import { WakeUps } from '../wake-ups.js';
import type { ClaimedMessage } from './claim.repository.js';
import { OutcomeRepository } from './outcome.repository.js';
import { Undelivered, type UndeliveredMessage } from './undelivered.service.js';

/** Tries in all for one message that the platform asks us to send later. */
export const MAX_TRIES = 6;

/** What is not recorded is a doubt, so it is tried again while the database does not answer, or has hung up. */
const TRIES_TO_RECORD = 4;
const RECORDED_AGAIN_AFTER_MS = 500;

/** Keeps what became of a try, and lets the number and the account learn from it. */
@Injectable()
export class OutcomeService {
  private readonly logger = new Logger(OutcomeService.name);

  constructor(
    private readonly db: Database,
    private readonly rows: OutcomeRepository,
    private readonly sending: Sending,
    private readonly undelivered: Undelivered,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Records it once, however often that has to be tried. */
  async record(message: ClaimedMessage, outcome: SendOutcome): Promise<void> {
    if (outcome.kind !== 'sent')
      this.logger.warn({ msg: 'A message did not go out', messageId: message.id, ...outcome });
    for (let tried = 1; ; tried++) {
      try {
        return await this.keep(message, outcome);
      } catch (error) {
        if (tried >= TRIES_TO_RECORD || !isUnavailable(error)) throw error;
        await pause(RECORDED_AGAIN_AFTER_MS);
      }
    }
  }

  /** Gives a message up and does what follows, at one stroke. */
  async fail(message: UndeliveredMessage | ClaimedMessage, refusal: Refusal): Promise<void> {
    await this.atOneStroke(message.conversationId, async (tx) => {
      const isOurs = await this.rows.recordFailed(message, refusal, tx);
      return isOurs && this.undelivered.follow(message, refusal, tx);
    });
  }

  /** Tells a person that nobody knows whether the customer got it, unless a report settles it meanwhile (P8). */
  async leaveInDoubt({ id, conversationId }: { id: string; conversationId: string }): Promise<void> {
    await this.atOneStroke(
      conversationId,
      async (tx) => (await this.rows.holdInDoubt(id, tx)) && this.undelivered.followDoubt(id, conversationId, tx),
    );
  }

  /** @param work whether the owner changed by it. */
  private async atOneStroke(conversationId: string, work: (tx: Tx) => Promise<boolean>): Promise<void> {
    if (await this.db.transaction(work)) await this.wakeUps.ownerChanged(conversationId);
  }

  /** Holds the number before the message is free again, so that nobody sends it in between. */
  private async keep(message: ClaimedMessage, outcome: SendOutcome): Promise<void> {
    const hasStopped = await this.sending.learn(outcome, message.passage);
    switch (outcome.kind) {
      case 'sent':
        if (await this.rows.recordSent(message.id, outcome.externalId)) this.wakeUps.updateMessageStatus();
        return;
      case 'unknown':
        return this.rows.recordUnconfirmed(message, outcome.refusal);
      case 'later':
        return this.tryLater(message, outcome.refusal, retryPauseMs(message.attempts, outcome.retryAfterMs));
      case 'stopped':
        return hasStopped
          ? this.tryLater(message, outcome.refusal, 0)
          : this.rows.requeue(message, 0, outcome.refusal, false);
      case 'window-closed':
      case 'refused':
        return this.fail(message, outcome.refusal);
    }
  }

  private tryLater(message: ClaimedMessage, refusal: Refusal, pauseMs: number): Promise<void> {
    if (message.attempts >= MAX_TRIES) return this.fail(message, refusal);
    return this.rows.requeue(message, pauseMs, refusal);
  }
}

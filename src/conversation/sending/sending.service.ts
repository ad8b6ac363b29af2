import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Refusal, SendOutcome } from '../../infra/clients/whatsapp/send-outcome.js';
import { accountPauseMs, numberPauseMs } from './pauses.js';
import { type SendingState, stateOf } from './sending-state.js';
import { SendingRepository } from './sending.repository.js';

/** How the message was let through: null while messages flow, else as a probe, after so many that were refused. */
export type Passage = { refusedProbes: number } | null;

/**
 * Whether messages may go out at all. What the platform says of the number or the account in answer to one message
 * holds all of them, in every process: the row in Postgres is what each claim looks at. Nothing is dropped; after a
 * pause one message probes, and the first that is taken lets the others follow. A probe whose process dies is followed
 * by another.
 */
@Injectable()
export class Sending implements OnModuleInit {
  private readonly logger = new Logger(Sending.name);

  constructor(private readonly rows: SendingRepository) {}

  /** A start may bring the new token that a paused number waits for. */
  async onModuleInit(): Promise<void> {
    await this.rows.begin();
  }

  /** Learns from the answer to a message, in one statement at most. @returns whether this message is the one that stopped the account. */
  async learn(outcome: SendOutcome, passage: Passage): Promise<boolean> {
    if (provesOpen(outcome)) {
      if (passage !== null) this.tell(await this.rows.releaseByAnswer());
      return false;
    }
    return this.hold(outcome, passage, false);
  }

  /** Learns from reports that messages failed; one of them is enough. */
  async learnFromReports(failed: { message: { id: string }; verdict: SendOutcome }[]): Promise<void> {
    const verdicts = failed.map(({ verdict }) => verdict);
    const verdict = verdicts.find(({ kind }) => kind === 'stopped') ?? verdicts.find(holdsNumber);
    if (verdict === undefined) return;
    const refusedProbes = await this.rows.refusedBefore(failed.map(({ message }) => message.id));
    await this.hold(verdict, refusedProbes === null ? null : { refusedProbes }, true);
  }

  /** These messages were reported as sent. */
  async learnOfSent(messageIds: string[]): Promise<void> {
    if (messageIds.length > 0) this.tell(await this.rows.releaseByReport(messageIds));
  }

  /** Nothing of the account goes out until a probe is taken. @returns whether it went out until now. */
  async stop(refusal: Refusal, passage: Passage, isReported: boolean): Promise<boolean> {
    const pauseMs = accountPauseMs(passage?.refusedProbes ?? 0);
    const opened = await this.rows.hold({ isProbe: passage !== null, pauseMs, isStopped: true, isReported, refusal });
    if (opened) this.logger.error({ msg: 'All sending is paused; messages stay queued', ...refusal });
    return opened;
  }

  /** One message may find out at once whether sending goes on. @returns how it stands. */
  async resume(): Promise<SendingState> {
    await this.rows.probeNow();
    return this.state();
  }

  async state(): Promise<SendingState> {
    return stateOf(await this.rows.read());
  }

  /** Whether messages wait for a probe, in either state. */
  isHeld(): Promise<boolean> {
    return this.rows.isHeld();
  }

  private async hold(outcome: SendOutcome, passage: Passage, isReported: boolean): Promise<boolean> {
    if (outcome.kind === 'stopped') return this.stop(outcome.refusal, passage, isReported);
    if (!holdsNumber(outcome)) return false;
    const pauseMs = numberPauseMs(passage?.refusedProbes ?? 0, outcome.kind === 'later' ? outcome.retryAfterMs : null);
    const { refusal } = outcome;
    await this.rows.hold({ isProbe: passage !== null, pauseMs, isStopped: false, isReported, refusal });
    return false;
  }

  private tell(isReleased: boolean): void {
    if (isReleased) this.logger.warn('Sending goes on');
  }
}

/** Whether the platform has looked at the message itself, which it does not while it refuses the number or the account. */
const provesOpen = (outcome: SendOutcome): boolean => {
  switch (outcome.kind) {
    case 'sent':
    case 'window-closed':
      return true;
    case 'later':
      return outcome.holds === 'customer';
    case 'refused':
      return outcome.holds === 'message' && outcome.refusal.code !== null;
    default:
      return false;
  }
};

const holdsNumber = (outcome: SendOutcome): outcome is Extract<SendOutcome, { kind: 'later' | 'refused' }> =>
  'holds' in outcome && outcome.holds === 'number';

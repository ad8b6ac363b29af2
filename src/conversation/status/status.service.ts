import { Injectable, Logger } from '@nestjs/common';
import type { Verdict } from '../../infra/clients/whatsapp/send-outcome.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { Undelivered } from '../outbox/undelivered.service.js';
import { Sending } from '../sending/sending.service.js';
import { WakeUps } from '../wake-ups.js';
import { effectOf } from './report-effect.js';
import { type Report, type ReportedMessage, type SentTwice, StatusRepository } from './status.repository.js';

/** Reports applied in one transaction. */
const BULK = 500;

/** What a bulk of reports came to. */
interface Applied {
  settled: number;
  failed: { message: ReportedMessage; verdict: Verdict }[];
  sentAgain: { message: ReportedMessage; verdict: Verdict }[];
  /** Conversations that are a person's now. */
  handedOver: string[];
  reachedIds: string[];
  twice: SentTwice[];
}

/**
 * Applies what the platform reported to the messages it is about, in bulk and by rank: order, repeats and gaps do not
 * matter. A report without a message is parked until the message is known. Any number of workers may run it.
 */
@Injectable()
export class StatusService {
  private readonly logger = new Logger(StatusService.name);

  constructor(
    private readonly db: Database,
    private readonly statuses: StatusRepository,
    private readonly undelivered: Undelivered,
    private readonly sending: Sending,
    private readonly wakeUps: WakeUps,
  ) {}

  /** What follows for the number or the account is learned after each commit; the next failure tells it again. */
  async applyReports(): Promise<void> {
    for (;;) {
      const applied = await this.db.transaction((tx) => this.applyBulk(tx));
      await this.sending.learnFromReports([...applied.failed, ...applied.sentAgain]);
      await this.sending.learnOfSent(applied.reachedIds);
      for (const conversationId of applied.handedOver) await this.wakeUps.ownerChanged(conversationId);
      if (applied.settled < BULK) return;
    }
  }

  private async applyBulk(tx: Tx): Promise<Applied> {
    const applied: Applied = { settled: 0, failed: [], sentAgain: [], handedOver: [], reachedIds: [], twice: [] };
    const reports = await this.statuses.readNew(BULK, tx);
    if (reports.length === 0) return applied;
    const ids = new Set(reports.flatMap(({ messageId }) => messageId ?? []));
    const messages = new Map((await this.statuses.lockMessages([...ids], tx)).map((message) => [message.id, message]));
    const known = reports.filter(({ messageId }) => messageId !== null);
    const settled = known.filter((report) => this.apply(report, messages, applied));
    const unknown = reports.filter(({ messageId }) => messageId === null);
    await this.statuses.save([...messages.values()], settled.map(eventIdOf), unknown.map(eventIdOf), tx);
    for (const { payload } of await this.statuses.alarm(applied.twice, tx))
      this.logger.error({ msg: 'A customer got one message twice', twice: payload });
    applied.failed = applied.failed.filter(({ message }) => messages.get(message.id)?.status === 'failed');
    for (const { message, verdict } of applied.failed) {
      if (await this.undelivered.follow(message, verdict.refusal, tx)) applied.handedOver.push(message.conversationId);
    }
    applied.settled = settled.length + unknown.length;
    return applied;
  }

  /** @returns whether the report is dealt with. */
  private apply(report: Report, messages: Map<string, ReportedMessage>, applied: Applied): boolean {
    const message = messages.get(report.messageId ?? '');
    if (message === undefined) return true;
    const effect = effectOf(report, message);
    if (effect.kind === 'sent-twice') applied.twice.push({ message, externalId: report.externalId });
    if ('message' in effect) messages.set(message.id, effect.message);
    if (effect.kind === 'moved' && effect.message.status !== message.status) applied.reachedIds.push(message.id);
    if (effect.kind === 'failed') applied.failed.push(effect);
    if (effect.kind === 'sent-again') applied.sentAgain.push(effect);
    return effect.kind !== 'too-early';
  }
}

const eventIdOf = (report: Report): number => report.eventId;

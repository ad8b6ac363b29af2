import { Injectable, Logger } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import { OwnerService } from '../owner/owner.service.js';
import { statusAfter } from './message-status.js';
import { type Report, type ReportedMessage, StatusRepository } from './status.repository.js';

/** Reports applied in one transaction. */
const BULK = 500;

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
    private readonly owners: OwnerService,
  ) {}

  async applyReports(): Promise<void> {
    while ((await this.db.transaction((tx) => this.applyBulk(tx))) === BULK);
  }

  private async applyBulk(tx: Tx): Promise<number> {
    const reports = await this.statuses.readNew(BULK, tx);
    if (reports.length === 0) return 0;
    const known = reports.filter((report) => report.messageId !== null);
    const unknown = reports.filter((report) => report.messageId === null);
    const messages = await this.statuses.lockMessages([...new Set(known.map((report) => report.messageId ?? ''))], tx);
    const byId = new Map(messages.map((message) => [message.id, message]));
    for (const report of known) this.apply(report, byId.get(report.messageId ?? ''));
    await this.statuses.save(messages, known.map(eventIdOf), unknown.map(eventIdOf), tx);
    for (const message of failedNow(known, messages)) await this.owners.sendFailed(message.conversationId, tx);
    return reports.length;
  }

  private apply(report: Report, message: ReportedMessage | undefined): void {
    if (message === undefined) return;
    if (message.externalId !== null && message.externalId !== report.externalId) {
      this.logger.error({ msg: 'One message was sent twice', messageId: message.id, externalId: report.externalId });
      return;
    }
    message.externalId = report.externalId;
    message.status = statusAfter(message.status, report.status);
    if (report.error !== null && message.status === 'failed') message.error = report.error;
  }
}

const eventIdOf = (report: Report): number => report.eventId;

/** Words of the assistant that these reports say did not arrive; somebody has to know. */
const failedNow = (reports: Report[], messages: ReportedMessage[]): ReportedMessage[] => {
  const failed = new Set(reports.filter((report) => report.status === 'failed').map((report) => report.messageId));
  return messages.filter((m) => m.senderType === 'ai' && m.status === 'failed' && failed.has(m.id));
};

import { Injectable, Logger } from '@nestjs/common';
import type { SendOutcome } from '../../infra/clients/whatsapp/send-outcome.js';
import type { Recipient } from '../../infra/clients/whatsapp/body/message-body.js';
import { WhatsAppClient } from '../../infra/clients/whatsapp/whatsapp.client.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { Faults } from '../../infra/faults/faults.js';
import { OwnerService } from '../owner/owner.service.js';
import { WakeUps } from '../wake-ups.js';
import { contentOf } from './content-columns.js';
import {
  type AssistantMessage,
  type ClaimedMessage,
  type OperatorMessage,
  OutboxRepository,
  type Standing,
} from './outbox.repository.js';
import { contentsOf, type Reply } from './reply-content.js';

/** The assistant's words as a turn decided them. */
type AssistantReply = Omit<AssistantMessage, 'content'> & Reply;

/** Tries in all for one message the platform asks us to send later. */
const MAX_TRIES = 6;
/** First pause in milliseconds; each further one is four times as long. Source: the platform's pair limit, 4^X s. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * Sends what is queued, in order within a conversation, each message by one process at a time. A crash while sending
 * leaves the row `sending`, which the sweep turns into `unconfirmed`: it is never simply sent again (P5).
 */
@Injectable()
export class OutboxService {
  private readonly logger = new Logger(OutboxService.name);

  constructor(
    private readonly db: Database,
    private readonly outbox: OutboxRepository,
    private readonly whatsApp: WhatsAppClient,
    private readonly owners: OwnerService,
    private readonly wakeUps: WakeUps,
    private readonly faults: Faults,
  ) {}

  /** Queues the assistant's words inside the turn's transaction, as WhatsApp shows them. */
  async queueReply({ text, choices, ...message }: AssistantReply, tx: Tx): Promise<void> {
    for (const content of contentsOf({ text, choices })) {
      await this.outbox.queueFromAssistant({ ...message, content }, tx);
    }
  }

  queueOperatorMessage(message: OperatorMessage, tx: Tx): Promise<string> {
    return this.outbox.queueFromOperator(message, tx);
  }

  /** Sends what is queued in the conversation and may go out now, oldest first. */
  async drain(conversationId: string): Promise<void> {
    for (;;) {
      const message = await this.outbox.claimNext(conversationId);
      if (message === null) return;
      await this.faults.reach('before-send');
      const outcome = await this.send(message);
      await this.faults.reach('before-record');
      await this.record(message, outcome);
    }
  }

  standingOf(messageId: string): Promise<Standing> {
    return this.outbox.standingOf(messageId);
  }

  private send(message: ClaimedMessage): Promise<SendOutcome> {
    const recipient = recipientOf(message);
    if (recipient === null) {
      const refusal = { code: null, message: 'Neither a phone nor a user id of this customer is known' };
      return Promise.resolve({ kind: 'refused', refusal, holds: 'message' });
    }
    const { replyTo, id } = message;
    return this.whatsApp.send({ recipient, content: contentOf(message), replyTo, label: id });
  }

  private async record(message: ClaimedMessage, outcome: SendOutcome): Promise<void> {
    if (outcome.kind !== 'sent')
      this.logger.warn({ msg: 'A message did not go out', messageId: message.id, ...outcome });
    switch (outcome.kind) {
      case 'sent':
        if (await this.outbox.recordSent(message.id, outcome.externalId)) this.wakeUps.updateMessageStatus();
        return;
      case 'unknown':
        return this.outbox.recordUnconfirmed(message.id, outcome.refusal);
      case 'later':
        if (message.attempts >= MAX_TRIES) return this.giveUp(message, outcome.refusal);
        return this.outbox.requeue(message.id, pauseBefore(message, outcome.retryAfterMs), outcome.refusal);
      case 'stopped':
      case 'window-closed':
      case 'refused':
        return this.giveUp(message, outcome.refusal);
    }
  }

  /** An operator sees the failure in the answer; the assistant's failure becomes a person's concern (P8). */
  private async giveUp(
    message: ClaimedMessage,
    refusal: Parameters<OutboxRepository['recordFailed']>[1],
  ): Promise<void> {
    await this.outbox.recordFailed(message.id, refusal);
    if (message.senderType !== 'ai') return;
    await this.db.transaction((tx) => this.owners.sendFailed(message.conversationId, tx));
    await this.wakeUps.ownerChanged(message.conversationId);
  }
}

/** The phone when it is known: it keeps numbers visible in later webhooks. */
const recipientOf = ({ phone, userId }: ClaimedMessage): Recipient | null => {
  if (phone !== null) return { phone };
  return userId === null ? null : { userId };
};

/** The platform's own hint first; an answer that comes too late is of no use to anybody. */
const pauseBefore = ({ attempts }: ClaimedMessage, hintMs: number | null): number =>
  Math.min(LONGEST_PAUSE_MS, hintMs ?? FIRST_PAUSE_MS * 4 ** (attempts - 1));

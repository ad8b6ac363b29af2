import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { WINDOW_CLOSED } from '../../infra/clients/whatsapp/error-table.js';
import type { SendOutcome } from '../../infra/clients/whatsapp/send-outcome.js';
import type { Recipient } from '../../infra/clients/whatsapp/body/message-body.js';
import { WhatsAppClient } from '../../infra/clients/whatsapp/whatsapp.client.js';
import type { Tx } from '../../infra/database/database.js';
import { Faults } from '../../infra/faults/faults.js';
import { type ClaimedMessage, ClaimRepository, type Waiting } from './claim.repository.js';
import { contentOf } from './content-columns.js';
import { type AssistantMessage, type OperatorMessage, OutboxRepository, type Standing } from './outbox.repository.js';
import { OutcomeService } from './outcome.service.js';
import { contentsOf, type Reply } from './reply-content.js';

/** The assistant's words as a turn decided them. */
type AssistantReply = Omit<AssistantMessage, 'content'> & Reply;

/** A drain waits at most this long for what is next; what takes longer is left to the sweep. */
const PATIENCE_MS = 1_500;
/** Drains that wait for the busy number look again at different times. */
const SPREAD_MS = 250;

const WINDOW_IS_CLOSED = { code: WINDOW_CLOSED, message: 'The 24-hour window closed before the message could go out' };

/**
 * Sends what is queued, in order within a conversation, each message by one process at a time. A crash while sending
 * leaves the row `sending`, which the sweep turns into `unconfirmed`: it is never simply sent again (P5). Whoever froze
 * after the claim does not send when it comes back.
 */
@Injectable()
export class OutboxService {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly claims: ClaimRepository,
    private readonly whatsApp: WhatsAppClient,
    private readonly outcomes: OutcomeService,
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

  /**
   * Sends what is queued in the conversation and may go out, oldest first; a short wait between is waited for.
   * @returns why the next one waits, or null when none is left.
   */
  async drain(conversationId: string): Promise<Waiting | null> {
    let patientUntil = Date.now() + PATIENCE_MS;
    for (;;) {
      const next = await this.claims.next(conversationId);
      if (next === null) return null;
      if (next.kind !== 'waits') {
        await (next.kind === 'claimed' ? this.send(next.message) : this.outcomes.fail(next.message, WINDOW_IS_CLOSED));
        patientUntil = Date.now() + PATIENCE_MS;
      } else if (!(await isOver(next.waiting, patientUntil))) return next.waiting;
    }
  }

  standingOf(messageId: string): Promise<Standing> {
    return this.outbox.standingOf(messageId);
  }

  private async send(message: ClaimedMessage): Promise<void> {
    await this.faults.reach('before-send');
    const outcome = await this.tryOnce(message);
    await this.faults.reach('before-record');
    await this.outcomes.record(message, outcome);
  }

  private tryOnce(message: ClaimedMessage): Promise<SendOutcome> {
    const recipient = recipientOf(message);
    if (recipient === null) {
      const refusal = { code: null, message: 'Neither a phone nor a user id of this customer is known' };
      return Promise.resolve({ kind: 'refused', refusal, holds: 'message' });
    }
    const { replyTo, id, sendBefore } = message;
    return this.whatsApp.send({ recipient, content: contentOf(message), replyTo, label: id }, sendBefore);
  }
}

/** Waits where that is worth it. @returns whether it was. */
const isOver = async (waiting: Waiting, patientUntil: number): Promise<boolean> => {
  if (waiting.ms === null || waiting.for === 'hold') return false;
  const ms = waiting.ms + (waiting.for === 'number' ? Math.random() * SPREAD_MS : 0);
  if (Date.now() + ms > patientUntil) return false;
  await pause(ms);
  return true;
};

/** The phone when it is known: it keeps numbers visible in later webhooks. */
const recipientOf = ({ phone, userId }: ClaimedMessage): Recipient | null => {
  if (phone !== null) return { phone };
  return userId === null ? null : { userId };
};

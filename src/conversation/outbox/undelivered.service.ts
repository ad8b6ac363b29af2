import { Injectable } from '@nestjs/common';
import { MARKETING_STOPPED, platformErrorOf, WINDOW_CLOSED } from '../../infra/clients/whatsapp/error-table.js';
import type { Refusal } from '../../infra/clients/whatsapp/send-outcome.js';
import type { Tx } from '../../infra/database/database.js';
import type { HandoffNeed } from '../owner/handoff-card.js';
import { OptOutService } from '../opt-out/opt-out.service.js';
import { OwnerService } from '../owner/owner.service.js';
import { OutcomeRepository } from './outcome.repository.js';

/** A message that will not reach the customer. */
export interface UndeliveredMessage {
  id: string;
  conversationId: string;
  senderType: 'ai' | 'operator';
}

/** What follows for a conversation when a message of ours failed for good, however we learned of it. */
@Injectable()
export class Undelivered {
  constructor(
    private readonly rows: OutcomeRepository,
    private readonly owners: OwnerService,
    private readonly optOuts: OptOutService,
  ) {}

  /**
   * What the platform told beside the failure is kept, and the assistant's failure becomes a person's concern (P8); an
   * operator sees theirs. All in the caller's transaction, which marks the message. @returns whether the owner changed.
   */
  async follow(message: UndeliveredMessage, refusal: Refusal, tx: Tx): Promise<boolean> {
    if (refusal.code === WINDOW_CLOSED) await this.rows.closeWindow(message.id, tx);
    if (refusal.code === MARKETING_STOPPED) await this.optOut(message.conversationId, tx);
    if (message.senderType !== 'ai') return false;
    const unsent = await this.rows.unsentWords(message.conversationId, message.id, tx);
    return this.owners.sendFailed(message.conversationId, needFor(refusal, unsent), tx);
  }

  /** As {@link follow}, for a message of the assistant that may have arrived, or not. */
  async followDoubt(messageId: string, conversationId: string, tx: Tx): Promise<boolean> {
    const unsure = await this.rows.unsentWords(conversationId, messageId, tx);
    return this.owners.sendFailed(
      conversationId,
      { ...IN_DOUBT, tried: `May not have arrived: ${unsure.join('\n')}` },
      tx,
    );
  }

  private optOut(conversationId: string, tx: Tx): Promise<boolean> {
    return this.optOuts.record({ conversationId, optedOut: true, by: 'refusal', at: new Date() }, tx);
  }
}

const IN_DOUBT = {
  reason: 'send_failed',
  cause: "Nobody knows whether the assistant's answer arrived: WhatsApp neither confirmed nor refused it.",
  summary: null,
  nextStep: null,
} as const;

const needFor = (refusal: Refusal, unsent: string[]): HandoffNeed => ({
  ...(refusal.code === WINDOW_CLOSED
    ? { reason: 'window_closed', cause: "The 24-hour window closed before the assistant's answer could go out." }
    : { reason: 'send_failed', cause: `WhatsApp did not deliver the assistant's answer: ${inWords(refusal)}.` }),
  summary: null,
  tried: `Not sent: ${unsent.join('\n')}`,
  nextStep: null,
});

const inWords = ({ code, message }: Refusal): string =>
  code === null ? message : `${message} (${code}: ${platformErrorOf(code).meaning})`;

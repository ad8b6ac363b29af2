import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { WINDOW_CLOSED } from '../../infra/clients/whatsapp/error-table.js';
import type { OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import { refusalOf } from '../../infra/clients/whatsapp/send-outcome.js';
import { Settings } from '../../infra/config/settings.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { CallerError } from '../../infra/errors.js';
import { windowClosed } from '../window.js';
import type { Waiting } from '../outbox/claim.repository.js';
import { OutboxRepository, type Standing } from '../outbox/outbox.repository.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { mayOperatorSpeak } from '../owner/owner.js';
import { type HeldConversation, OwnerRepository } from '../owner/owner.repository.js';
import { OwnerService } from '../owner/owner.service.js';
import { TurnRepository } from '../turn/turn.repository.js';
import { type ConversationReference, known } from '../conversation-reference.js';
import { WakeUps } from '../wake-ups.js';
import { OperatorMessageRepository } from './operator-message.repository.js';
import { faultOfTarget } from './reaction-target.js';

export interface WhatToSay {
  conversation: ConversationReference;
  operatorId: string;
  content: OutgoingContent;
  /** Platform id of the message to quote. */
  replyTo: string | null;
  idempotencyKey: string | null;
}

/** Where the message stands when the call returns; `externalId` is null while its outcome is open. */
export interface Said {
  externalId: string | null;
  id: string;
  status: string;
  /** Why it waits, where it does. */
  reason: string | null;
}

/** An earlier message of the conversation may be on its way; this one waits its turn so long. */
const TURN_WAIT_MS = 5_000;
const LOOK_EVERY_MS = 50;

/**
 * An operator speaks. The message is queued in one transaction with the checks of who holds the conversation and
 * whether its window is open, stops the assistant's running turn (which starts again with it in view), and is sent
 * before the call returns. A crash in between leaves it queued, and the sweep sends it.
 */
@Injectable()
export class OperatorMessageService {
  constructor(
    private readonly db: Database,
    private readonly rows: OperatorMessageRepository,
    private readonly ownerRows: OwnerRepository,
    private readonly owners: OwnerService,
    private readonly turns: TurnRepository,
    private readonly outboxRows: OutboxRepository,
    private readonly outbox: OutboxService,
    private readonly wakeUps: WakeUps,
    private readonly settings: Settings,
  ) {}

  /**
   * Repeating it with the same idempotency key is one message.
   * @throws CallerError 400 a reaction to what cannot be reacted to, 404 unknown customer, 409 held by a colleague,
   *   outside the 24-hour window, or a template to a customer who opted out, 502 with the platform's reason when it refused the message.
   */
  async say(what: WhatToSay): Promise<Said> {
    const { id, conversationId } = await this.db.transaction((tx) => this.queue(what, tx));
    const { standing, waiting } = await this.send(id, conversationId);
    await this.wakeUps.operatorSpoke(conversationId);
    if (standing.status === 'failed') throw failureOf(standing);
    return { id, externalId: standing.externalId, status: standing.status, reason: reasonOf(standing, waiting) };
  }

  private async queue(what: WhatToSay, tx: Tx): Promise<{ id: string; conversationId: string }> {
    const held = known(await this.ownerRows.hold(what.conversation, tx));
    const conversationId = held.id;
    const said = what.idempotencyKey && (await this.outboxRows.findByIdempotencyKey(held.id, what.idempotencyKey, tx));
    if (said) return { id: said, conversationId };
    checkMaySpeak(held, what);
    await this.checkTarget(held.id, what.content, tx);
    const epoch = await this.silenceAssistant(held, what.operatorId, tx);
    return { id: await this.outbox.queueOperatorMessage({ ...what, conversationId, epoch }, tx), conversationId };
  }

  private async checkTarget(conversationId: string, content: OutgoingContent, tx: Tx): Promise<void> {
    if (content.type !== 'reaction') return;
    const fault = faultOfTarget(await this.rows.reactionTarget(conversationId, content.message_id, tx), new Date());
    if (fault !== null) throw new CallerError(400, [fault]);
  }

  /** The running turn's draft does not know of this message; it makes way. @returns the epoch that now holds. */
  private async silenceAssistant(held: HeldConversation, operatorId: string, tx: Tx): Promise<number> {
    if (this.settings.OPERATOR_MESSAGE_TAKES_OVER && held.owner !== 'human') {
      await this.owners.take({ id: held.id }, operatorId, false, tx);
      return held.epoch + 1;
    }
    if (held.owner === 'ai') await this.turns.revoke(held.id, 'an operator spoke', tx);
    return held.epoch;
  }

  /** Sends what is queued; while another message is on its way, or the number is busy, that is tried for a while. */
  private async send(id: string, conversationId: string): Promise<{ standing: Standing; waiting: Waiting | null }> {
    const deadline = Date.now() + TURN_WAIT_MS;
    for (;;) {
      const waiting = await this.outbox.drain(conversationId);
      const standing = await this.outbox.standingOf(id);
      const isOpen = standing.status === 'queued' || standing.status === 'sending';
      const isSoon = waiting === null || waiting.for === 'order' || waiting.for === 'number';
      if (!isOpen || !isSoon || Date.now() > deadline) return { standing, waiting };
      await pause(LOOK_EVERY_MS);
    }
  }
}

/** A template is what the platform lets through when the window is closed. */
const checkMaySpeak = (held: HeldConversation, { operatorId, content }: WhatToSay): void => {
  if (!mayOperatorSpeak(held, operatorId)) {
    throw new CallerError(409, `The conversation is held by ${held.operatorId}`, { holder: held.operatorId });
  }
  if (content.type === 'template' && held.optedOut) {
    throw new CallerError(409, 'The customer has opted out: no template may be sent until they take it back');
  }
  if (content.type !== 'template' && !held.windowOpen) {
    throw windowClosed(held.windowExpiresAt);
  }
};

const reasonOf = ({ status, error }: Standing, waiting: Waiting | null): string | null => {
  if (status !== 'queued') return null;
  if (waiting?.for === 'hold') return `All sending waits: ${waiting.reason}`;
  if (waiting?.for === 'customer') return 'WhatsApp takes no more messages to this customer for some seconds';
  return error === null ? 'Another message goes out first' : refusalOf(error).message;
};

const failureOf = ({ error, windowExpiresAt }: Standing): CallerError => {
  const { code, message } = refusalOf(error);
  if (code === WINDOW_CLOSED) return windowClosed(windowExpiresAt);
  return new CallerError(502, `WhatsApp refused the message: ${message}`, { code });
};

import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '../../infra/database/database.js';
import type { Placed } from '../elsewhere/elsewhere.repository.js';
import type { IncomingMessage } from '../incoming.js';
import { optOutWordIn } from '../phrases/opt-out-word.js';
import { type OptChange, OptOutRepository } from './opt-out.repository.js';

/**
 * Keeps who wants no messages that they did not ask for. It holds whoever owns the conversation, and stops no answer
 * to what the customer writes. All of it happens in the caller's transaction.
 */
@Injectable()
export class OptOutService {
  private readonly logger = new Logger(OptOutService.name);

  constructor(private readonly rows: OptOutRepository) {}

  /** Keeps a change unless a later one is known. Harmless when repeated. @returns whether it changed anything. */
  async record(change: OptChange, tx: Tx): Promise<boolean> {
    const isNews = await this.rows.record(change, tx);
    const { conversationId, optedOut, by } = change;
    if (isNews) this.logger.log({ msg: optedOut ? 'A customer opted out' : 'A customer opted in', conversationId, by });
    return isNews;
  }

  /** What the customers themselves wrote, after their messages are stored. */
  async hear(messages: Placed<IncomingMessage>[], tx: Tx): Promise<void> {
    for (const { conversationId, message } of messages) {
      const word = optOutWordOf(message);
      if (word === null) continue;
      const { sentAt: at, externalId: messageId } = message;
      await this.record({ conversationId, optedOut: word === 'stop', by: 'words', at, messageId }, tx);
    }
  }
}

/** Whether the customer stops or resumes messages by this one. A caption is about its picture. */
export const optOutWordOf = ({ text, media }: Pick<IncomingMessage, 'text' | 'media'>): 'stop' | 'start' | null =>
  text === null || media !== null ? null : optOutWordIn(text);

import { Injectable, Logger } from '@nestjs/common';
import { OutboxService } from '../outbox/outbox.service.js';

/** Conversations sent to at a time. */
const AT_ONCE = 20;

/**
 * Sends what the sweep found overdue, beside it: a platform that hangs keeps the sweep from waking nobody. Conversations
 * stand in line, the longest overdue first; each sweep brings a new line.
 */
@Injectable()
export class OverdueSends {
  private readonly logger = new Logger(OverdueSends.name);
  private readonly sending = new Map<string, Promise<void>>();
  private waiting: string[] = [];

  constructor(private readonly outbox: OutboxService) {}

  /** Takes the place of the line there was. */
  line(conversationIds: string[]): void {
    this.waiting = conversationIds.filter((id) => !this.sending.has(id));
    while (this.sending.size < AT_ONCE && this.sendNext());
  }

  /** Begins nothing more, and returns when what was begun is done. */
  async stop(): Promise<void> {
    this.waiting = [];
    await Promise.all(this.sending.values());
  }

  private sendNext(): boolean {
    const conversationId = this.waiting.shift();
    if (conversationId === undefined) return false;
    this.sending.set(conversationId, this.drain(conversationId));
    return true;
  }

  private async drain(conversationId: string): Promise<void> {
    try {
      await this.outbox.drain(conversationId);
    } catch (error) {
      this.logger.warn(`Sending is tried again: ${(error as Error).message}`);
    }
    this.sending.delete(conversationId);
    this.sendNext();
  }
}

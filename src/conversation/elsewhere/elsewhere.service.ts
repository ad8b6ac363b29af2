import { Injectable } from '@nestjs/common';
import type { Tx } from '../../infra/database/database.js';
import { IdentityService } from '../identity/identity.service.js';
import type { EchoedMessage, Handover, IncomingMessage } from '../incoming.js';
import { OwnerRepository } from '../owner/owner.repository.js';
import { ElsewhereRepository, type Placed } from './elsewhere.repository.js';

/** What others did in our conversations, as far as memory has to follow. */
export interface SpokenElsewhere {
  /** Conversations that somebody else has from now on. */
  lost: string[];
  /** Conversations in which somebody else spoke. */
  spoken: string[];
}

/**
 * Others speak in the same threads: a person on the phone, another agent. Whoever does has the conversation from then
 * on (owner `external`), and the assistant is silent until it is handed back. All of it happens in the intake's
 * transaction.
 */
@Injectable()
export class ElsewhereService {
  constructor(
    private readonly rows: ElsewhereRepository,
    private readonly owners: OwnerRepository,
    private readonly identities: IdentityService,
  ) {}

  /** Somebody answered a customer without us. */
  async take(echoes: Placed<EchoedMessage>[], tx: Tx): Promise<SpokenElsewhere> {
    const isNew = echoes.length === 0 ? new Set<string>() : await this.rows.storeEchoes(echoes, tx);
    const fresh = echoes.filter(({ message }) => isNew.has(message.externalId));
    const lost: string[] = [];
    for (const { conversationId, message } of fresh) {
      if (await this.lose(conversationId, message.sentAt, REASONS[message.speaker], tx)) lost.push(conversationId);
    }
    return { lost, spoken: [...new Set(fresh.map((one) => one.conversationId))] };
  }

  /** A customer wrote to another agent. @returns the conversations that agent has from now on. */
  async loseOverheard(messages: Placed<IncomingMessage>[], tx: Tx): Promise<string[]> {
    const lost: string[] = [];
    for (const { conversationId, message } of messages) {
      if (!message.isOverheard) continue;
      if (await this.lose(conversationId, message.sentAt, REASONS['another agent'], tx)) lost.push(conversationId);
    }
    return lost;
  }

  /** The platform gave threads to other agents; those of customers we never met are none of ours. */
  async handOver(handovers: Handover[], tx: Tx): Promise<string[]> {
    const lost: string[] = [];
    for (const { customer, at } of handovers) {
      const conversationId = await this.identities.find({ former: customer, at }, tx);
      if (conversationId === null) continue;
      if (await this.lose(conversationId, at, REASONS['another agent'], tx)) lost.push(conversationId);
    }
    return lost;
  }

  /** What is told late, after an operator gave the conversation back, takes it from nobody. */
  private async lose(conversationId: string, at: Date, reason: string, tx: Tx): Promise<boolean> {
    const held = await this.owners.hold({ id: conversationId }, tx);
    if (held === null || held.owner === 'external') return false;
    if (await this.rows.wasHandedBackAfter(held.id, at, tx)) return false;
    const change = { conversationId: held.id, from: held.owner, to: 'external', operatorId: null, card: null } as const;
    await this.owners.change({ ...change, reason }, tx);
    return true;
  }
}

const REASONS: Record<EchoedMessage['speaker'], string> = {
  'phone app': 'answered in the phone app',
  'another agent': 'another agent has the thread',
};

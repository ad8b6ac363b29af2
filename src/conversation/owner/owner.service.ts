import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Database, type Tx } from '../../infra/database/database.js';
import { CallerError } from '../../infra/errors.js';
import { Faults } from '../../infra/faults/faults.js';
import { type ConversationReference, known } from '../conversation-reference.js';
import { languageOf } from '../../infra/language/language.js';
import { WakeUps } from '../wake-ups.js';
import { type HandoffNeed, makeCard } from './handoff-card.js';
import { ruleTakeover } from './owner.js';
import { type HeldConversation, OwnerRepository } from './owner.repository.js';

/** A message of the assistant that was on its way when a person took over. */
export interface InFlightMessage {
  message_id: string;
  text: string | null;
}

/** How long a takeover waits for a send that has begun, before it names it (P4). */
const IN_FLIGHT_WAIT_MS = 2_000;
const IN_FLIGHT_LOOK_MS = 20;

/**
 * Changes who speaks for the business. Each change is one transaction on the locked conversation row: whatever claim
 * or queued message the former owner had is void when it commits.
 */
@Injectable()
export class OwnerService {
  constructor(
    private readonly db: Database,
    private readonly owners: OwnerRepository,
    private readonly wakeUps: WakeUps,
    private readonly faults: Faults,
  ) {}

  /**
   * Gives the conversation to an operator; repeating it is a success. When it returns, nothing from the assistant
   * reaches the customer but what the answer names (P4).
   * @throws CallerError 404 for an unknown customer, 409 with the holder's name when a colleague has it.
   */
  async takeOver(where: ConversationReference, operatorId: string, force: boolean): Promise<InFlightMessage[]> {
    const id = await this.db.transaction((tx) => this.take(where, operatorId, force, tx));
    await this.faults.reach('mid-takeover');
    await this.wakeUps.ownerChanged(id);
    return this.settleInFlight(id);
  }

  /** Takes over inside the caller's transaction; see {@link takeOver}. */
  async take(where: ConversationReference, operatorId: string, force: boolean, tx: Tx): Promise<string> {
    const held = await this.hold(where, tx);
    const ruling = ruleTakeover(held, operatorId, force);
    if (ruling === 'held-by-another') {
      throw new CallerError(409, `The conversation is held by ${held.operatorId}`, { holder: held.operatorId });
    }
    if (ruling === 'take') {
      const change = { operatorId, reason: 'taken over', card: null, conversationId: held.id, from: held.owner };
      await this.owners.change({ ...change, to: 'human' }, tx);
    }
    return held.id;
  }

  /** Gives the conversation back to the assistant, which answers what is still open; repeating it is a success. */
  async handBack(where: ConversationReference, operatorId: string | null): Promise<void> {
    const { id, waiting } = await this.db.transaction((tx) => this.giveBack(where, operatorId, tx));
    await this.wakeUps.ownerChanged(id);
    if (waiting) await this.wakeUps.burstWaits([{ conversationId: id, sinceFirstMs: Infinity, sinceLastMs: Infinity }]);
  }

  private async giveBack(
    where: ConversationReference,
    operatorId: string | null,
    tx: Tx,
  ): Promise<{ id: string; waiting: boolean }> {
    const held = await this.hold(where, tx);
    if (held.owner === 'ai') return { id: held.id, waiting: false };
    const change = { operatorId, reason: 'handed back', card: null, conversationId: held.id, from: held.owner };
    await this.owners.change({ ...change, to: 'ai' }, tx);
    return { id: held.id, waiting: await this.owners.reopenBurst(held.id, tx) };
  }

  /**
   * Gives a conversation that waits for a person back to the assistant, which answers anew what the turn had read. Where
   * a person has it by now, it stays with them, and the assistant only remembers.
   */
  async resume(conversationId: string, turnId: string | null, operatorId: string): Promise<void> {
    const isResumed = await this.db.transaction(async (tx) => {
      const held = await this.hold({ id: conversationId }, tx);
      if (held.owner !== 'waiting') return false;
      await this.giveBack({ id: conversationId }, operatorId, tx);
      if (turnId !== null) await this.owners.reopenTurn(held.id, turnId, tx);
      return true;
    });
    await this.wakeUps.ownerChanged(conversationId);
    if (isResumed) await this.wakeUps.burstWaits([{ conversationId, sinceFirstMs: Infinity, sinceLastMs: Infinity }]);
  }

  /** Makes the conversation wait for a person, inside the caller's transaction, with a card. @returns the new epoch. */
  async askForPerson(conversationId: string, need: HandoffNeed, tx: Tx): Promise<number> {
    const words = await this.owners.lastWords(conversationId, tx);
    const card = makeCard(need, words, await languageOf(words.join('\n')));
    const change = { conversationId, from: 'ai', to: 'waiting', operatorId: null, reason: card.reason, card } as const;
    return this.owners.change(change, tx);
  }

  /**
   * Takes the flag off that a change of number or id has set: the operator has made sure who writes.
   * @throws CallerError 404 for an unknown customer.
   */
  async verify(where: ConversationReference): Promise<void> {
    await this.db.transaction(async (tx) => this.owners.markVerified((await this.hold(where, tx)).id, tx));
  }

  /**
   * What the assistant said did not arrive: a person has to know, and nothing more of it goes out. Nothing happens when
   * a person is there already. @returns whether the owner changed.
   */
  async sendFailed(conversationId: string, need: HandoffNeed, tx: Tx): Promise<boolean> {
    const held = await this.owners.hold({ id: conversationId }, tx);
    if (held?.owner !== 'ai') return false;
    await this.askForPerson(held.id, need, tx);
    return true;
  }

  private async hold(where: ConversationReference, tx: Tx): Promise<HeldConversation> {
    return known(await this.owners.hold(where, tx));
  }

  private async settleInFlight(conversationId: string): Promise<InFlightMessage[]> {
    const deadline = Date.now() + IN_FLIGHT_WAIT_MS;
    let sending = await this.owners.inFlight(conversationId);
    while (sending.length > 0 && Date.now() < deadline) {
      await pause(IN_FLIGHT_LOOK_MS);
      sending = await this.owners.inFlight(conversationId);
    }
    return sending.map(({ id, text }) => ({ message_id: id, text }));
  }
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '../../infra/database/database.js';
import type { CustomerIdentity, IdentityChange } from '../incoming.js';
import { ruleChange } from './change-ruling.js';
import { ConversationJoin } from './conversation-join.js';
import { IdentityRepository } from './identity.repository.js';
import { type Placing, rulePlace } from './place-ruling.js';

/** Where a customer's messages belong. */
export interface Settled {
  conversationId: string;
  /** The conversation that became a part of it just now. */
  joined: string | null;
}

/**
 * Keeps customers and their names together: one person in one conversation, two people never in the same (P9). All of
 * it happens inside the intake's transaction, on locked rows.
 */
@Injectable()
export class IdentityService {
  constructor(
    private readonly identities: IdentityRepository,
    private readonly joins: ConversationJoin,
  ) {}

  /** Finds or starts the conversation of a customer whose names are not all known to be theirs. */
  async settle(customer: CustomerIdentity, at: Date, tx: Tx): Promise<Settled> {
    const placing = rulePlace(customer, at.getTime(), await this.identities.holdersOf(customer, at, tx));
    const conversationId = placing.home ?? (await this.identities.start(customer.name, tx));
    await this.rename(conversationId, placing, at, tx);
    if (placing.replaced.some(([kind]) => kind !== 'parent_user_id'))
      await this.identities.flag(conversationId, at, tx);
    if (customer.username !== null) await this.identities.call(conversationId, customer.username, tx);
    return { conversationId, joined: placing.joins };
  }

  /**
   * Gives the conversation the names that the platform says its customer has now, and has it verified again. A notice
   * that comes twice, or after a newer one, changes nothing.
   * @returns the conversation that turned out to be the same customer's, if one did.
   */
  async change(conversationId: string, change: IdentityChange, tx: Tx): Promise<string | null> {
    const { current, at } = change;
    const home = await this.identities.holder(conversationId, tx);
    const holders = await this.identities.holdersOf(current, at, tx);
    const other = holders.byPhone?.conversationId;
    const phoneIsNew = other !== undefined && (await this.identities.beganBy(other, at, tx));
    const renaming = ruleChange(change, home, holders, phoneIsNew);
    await this.rename(conversationId, renaming, at, tx);
    await this.identities.flag(conversationId, at, tx);
    return renaming.joins;
  }

  /** The conversation a notice without a message is about; null when nobody is known by its names. */
  async find({ former, at }: Pick<IdentityChange, 'former' | 'at'>, tx: Tx): Promise<string | null> {
    const { byUserId, byPhone, byParent, formerly } = await this.identities.holdersOf(former, at, tx);
    return (byUserId ?? byPhone ?? byParent)?.conversationId ?? formerly;
  }

  /** Old names go first, so that a conversation that joins brings its own. */
  private async rename(conversationId: string, renaming: Renaming, at: Date, tx: Tx): Promise<void> {
    const { replaced, joins, taken, learned } = renaming;
    if (replaced.length + taken.length + learned.length === 0 && joins === null) return;
    await this.identities.retire(conversationId, replaced, at, tx);
    if (joins !== null) await this.joins.join(conversationId, joins, tx);
    const losers = await this.identities.take(conversationId, taken, at, tx);
    await this.identities.learn(conversationId, learned, at, tx);
    await this.identities.showPhones([conversationId, ...losers, ...(joins === null ? [] : [joins])], tx);
  }
}

type Renaming = Omit<Placing, 'home'>;

import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import { IdentityService } from '../identity/identity.service.js';
import type { CustomerIdentity, IdentityChange } from '../incoming.js';
import { CustomerRepository, newcomersAmong } from './customer.repository.js';
import type { KnownCustomers } from './known-customers.js';

/** Something that a customer did, or that was done to them. */
export interface Placeable {
  customer: CustomerIdentity;
  sentAt: Date;
  identityChange: IdentityChange | null;
}

/** Where each item belongs, in the order of the items. */
export interface Places {
  conversationIds: string[];
  /** Conversations that another one became a part of. */
  enlarged: string[];
}

/** Postgres' code for a name that somebody else has taken. */
const TAKEN = '23505';

/** Looks at who is known; each further one finds what another process has started meanwhile. */
const TRIES = 4;

/**
 * Finds the conversation of each customer by their names, and starts one where there is none. That is no part of the
 * transaction that stores their messages: a crash between the two leaves an empty conversation or other names, and the
 * platform's next delivery goes on from there.
 */
@Injectable()
export class Placement {
  constructor(
    private readonly db: Database,
    private readonly customers: CustomerRepository,
    private readonly identities: IdentityService,
  ) {}

  async place(items: Placeable[], changes: IdentityChange[]): Promise<Places> {
    if (items.length + changes.length === 0) return { conversationIds: [], enlarged: [] };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.placeOnce(items, changes);
      } catch (error) {
        if ((error as { code?: string }).code !== TAKEN || attempt >= TRIES) throw error;
      }
    }
  }

  /** Customers about whose names there is no doubt take two statements at most. */
  private async placeOnce(items: Placeable[], changes: IdentityChange[]): Promise<Places> {
    if (changes.length === 0 && items.every((item) => item.identityChange === null)) {
      const known = await this.known(items);
      const conversationIds = items.flatMap(({ customer }) => known.conversationOf(customer) ?? []);
      if (conversationIds.length === items.length) return { conversationIds, enlarged: [] };
    }
    return this.db.transaction((tx) => this.placeCarefully(items, changes, tx));
  }

  /** Notices about names first: what comes beside them may show the new names already. */
  private async placeCarefully(items: Placeable[], changes: IdentityChange[], tx: Tx): Promise<Places> {
    const joined: Joined = new Map();
    for (const change of changes) await this.applyAlone(change, joined, tx);
    for (const item of items) await this.apply(item, joined, tx);
    const known = await this.known(items, tx);
    const ids: string[] = [];
    for (const { customer, sentAt } of items) {
      ids.push(known.conversationOf(customer) ?? (await this.settle(customer, sentAt, joined, tx)));
    }
    return {
      conversationIds: ids.map((id) => lastOf(id, joined)),
      enlarged: [...joined.values()].map((id) => lastOf(id, joined)),
    };
  }

  private async known(items: Placeable[], tx?: Tx): Promise<KnownCustomers> {
    const customers = items.map((item) => item.customer);
    const known = await this.customers.find(customers, tx);
    await this.customers.start(newcomersAmong(customers, known), tx);
    return known;
  }

  private async apply({ customer, sentAt, identityChange }: Placeable, joined: Joined, tx: Tx): Promise<void> {
    if (identityChange === null) return;
    const conversationId = await this.settle(customer, sentAt, joined, tx);
    note(await this.identities.change(conversationId, identityChange, tx), conversationId, joined);
  }

  private async applyAlone(change: IdentityChange, joined: Joined, tx: Tx): Promise<void> {
    const conversationId = await this.identities.find(change, tx);
    if (conversationId !== null) note(await this.identities.change(conversationId, change, tx), conversationId, joined);
  }

  private async settle(customer: CustomerIdentity, at: Date, joined: Joined, tx: Tx): Promise<string> {
    const settled = await this.identities.settle(customer, at, tx);
    note(settled.joined, settled.conversationId, joined);
    return settled.conversationId;
  }
}

/** Which conversation each joined one is a part of. */
type Joined = Map<string, string>;

const note = (other: string | null, kept: string, joined: Joined): void => {
  if (other !== null) joined.set(other, kept);
};

const lastOf = (id: string, joined: Joined): string => {
  const next = joined.get(id);
  return next === undefined ? id : lastOf(next, joined);
};

import { type Alias, aliasesOf, namesOf } from '../identity/alias.js';
import type { CustomerIdentity } from '../incoming.js';

/** Whose a name is, or, where nobody has it now, that somebody had it. */
export interface StoredName {
  kind: string;
  value: string;
  conversationId: string;
  isFormer: boolean;
}

/** The customers of one batch by their names: those in the database, and those the batch itself starts. */
export class KnownCustomers {
  private readonly conversations = new Map<string, string>();
  private readonly former = new Set<string>();

  constructor(rows: StoredName[]) {
    for (const { kind, value, conversationId, isFormer } of rows) {
      if (isFormer) this.former.add(`${kind}:${value}`);
      else this.conversations.set(`${kind}:${value}`, conversationId);
    }
  }

  /** The conversation that has all these names; null when there is none, or not all of them are its own. */
  conversationOf(customer: CustomerIdentity): string | null {
    const [first, ...others] = aliasesOf(customer).map((alias) => this.conversations.get(keyOf(alias)));
    return first !== undefined && others.every((other) => other === first) ? first : null;
  }

  /** Whether nobody has, or had, any of these names. */
  areNew(customer: CustomerIdentity): boolean {
    const isFree = (alias: Alias): boolean => !this.conversations.has(keyOf(alias));
    return aliasesOf(customer).every(isFree) && !namesOf(customer).some((name) => this.former.has(keyOf(name)));
  }

  add(customer: CustomerIdentity, conversationId: string): void {
    for (const alias of aliasesOf(customer)) this.conversations.set(keyOf(alias), conversationId);
  }
}

const keyOf = ([kind, value]: Alias): string => `${kind}:${value}`;

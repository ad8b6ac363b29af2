import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Database } from '../../infra/database/database.js';
import type { CustomerIdentity } from '../incoming.js';

type Alias = readonly [kind: 'wa_id' | 'user_id' | 'parent_user_id', value: string];

interface StoredName {
  kind: string;
  value: string;
  conversationId: string;
}

/** One look into the index for each name, whatever the planner believes of the table. */
const FIND = `
  select wanted.kind, wanted.value, found.conversation_id as "conversationId"
    from unnest($1::text[], $2::text[]) as wanted (kind, value)
   cross join lateral (select i.conversation_id from customer_identity i
                        where i.kind = wanted.kind and i.value = wanted.value limit 1) as found`;

/** Waits for whoever is starting one of them at this moment, and then refuses all of them. */
const START = `
  with started as (
    insert into conversation (id, phone, name)
    select * from unnest($1::uuid[], $2::text[], $3::text[]) as customer (id, phone, name) order by phone, id
  )
  insert into customer_identity (kind, value, conversation_id)
  select * from unnest($4::text[], $5::text[], $6::uuid[]) order by 1, 2`;

/** A conversation that was known by an id alone gets its phone when the platform shows one. */
const LEARN = `
  with learned as (
    insert into customer_identity (kind, value, conversation_id)
    select * from unnest($1::text[], $2::text[], $3::uuid[])
    on conflict (kind, value) do nothing
    returning kind, value, conversation_id
  )
  update conversation c set phone = l.value
    from learned l
   where l.kind = 'wa_id' and c.id = l.conversation_id and c.phone is null`;

/** Postgres' code for a name that somebody else has taken. */
const TAKEN = '23505';

/** Looks at who is known; each further one finds what another process has started meanwhile. */
const TRIES = 4;

/**
 * Finds the conversation of each customer by any of their names, and starts one where there is none. That is no part
 * of the transaction that stores their messages: a crash between the two leaves an empty conversation, which the
 * platform's next delivery fills.
 */
@Injectable()
export class CustomerRepository {
  constructor(private readonly db: Database) {}

  /** @returns one conversation id for each identity, in the same order. */
  async place(identities: CustomerIdentity[]): Promise<string[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.placeOnce(identities);
      } catch (error) {
        if ((error as { code?: string }).code !== TAKEN || attempt >= TRIES) throw error;
      }
    }
  }

  private async placeOnce(identities: CustomerIdentity[]): Promise<string[]> {
    const known = await this.find(identities);
    await this.start(newcomersOf(identities, known));
    await this.learn(identities, known);
    return identities.map((identity) => known.get(identity));
  }

  private async find(identities: CustomerIdentity[]): Promise<KnownCustomers> {
    const aliases = identities.flatMap(aliasesOf);
    const rows = await this.db.query<StoredName>(FIND, [
      aliases.map(([kind]) => kind),
      aliases.map(([, value]) => value),
    ]);
    return new KnownCustomers(rows);
  }

  /** All of them or none. */
  private async start(newcomers: Newcomer[]): Promise<void> {
    if (newcomers.length === 0) return;
    const names = newcomers.flatMap(({ id, identity }) =>
      aliasesOf(identity).map(([kind, value]) => ({ kind, value, id })),
    );
    await this.db.query(START, [
      newcomers.map(({ id }) => id),
      newcomers.map(({ identity }) => identity.waId),
      newcomers.map(({ identity }) => identity.name),
      names.map(({ kind }) => kind),
      names.map(({ value }) => value),
      names.map(({ id }) => id),
    ]);
  }

  /** A customer may show a further name, such as a business-scoped id beside the phone. */
  private async learn(identities: CustomerIdentity[], known: KnownCustomers): Promise<void> {
    const unknown = identities.flatMap((identity) =>
      aliasesOf(identity)
        .filter((alias) => !known.has(alias))
        .map(([kind, value]) => ({ kind, value, conversationId: known.get(identity) })),
    );
    if (unknown.length === 0) return;
    await this.db.query(LEARN, [
      unknown.map((a) => a.kind),
      unknown.map((a) => a.value),
      unknown.map((a) => a.conversationId),
    ]);
  }
}

/** The phone comes first: it is the name that operators use. */
const aliasesOf = (identity: CustomerIdentity): Alias[] => {
  const aliases: Alias[] = [];
  if (identity.waId !== null) aliases.push(['wa_id', identity.waId]);
  if (identity.userId !== null) aliases.push(['user_id', identity.userId]);
  if (identity.parentUserId !== null) aliases.push(['parent_user_id', identity.parentUserId]);
  return aliases;
};

interface Newcomer {
  id: string;
  identity: CustomerIdentity;
}

/** Gives each customer whom nobody knows an id, once for all their messages of the batch. */
const newcomersOf = (identities: CustomerIdentity[], known: KnownCustomers): Newcomer[] => {
  const newcomers: Newcomer[] = [];
  for (const identity of identities) {
    if (known.of(identity) !== null) continue;
    const id = randomUUID();
    newcomers.push({ id, identity });
    known.add(identity, id);
  }
  return newcomers;
};

/** The customers of one batch by their names: those in the database, and those the batch itself starts. */
class KnownCustomers {
  private readonly conversations = new Map<string, string>();

  constructor(rows: StoredName[]) {
    for (const { kind, value, conversationId } of rows) this.conversations.set(`${kind}:${value}`, conversationId);
  }

  has([kind, value]: Alias): boolean {
    return this.conversations.has(`${kind}:${value}`);
  }

  of(identity: CustomerIdentity): string | null {
    for (const [kind, value] of aliasesOf(identity)) {
      const conversationId = this.conversations.get(`${kind}:${value}`);
      if (conversationId !== undefined) return conversationId;
    }
    return null;
  }

  get(identity: CustomerIdentity): string {
    const id = this.of(identity);
    if (id === null) throw new Error('A customer without a conversation');
    return id;
  }

  /** By every name the customer showed. */
  add(identity: CustomerIdentity, conversationId: string): void {
    for (const [kind, value] of aliasesOf(identity)) this.conversations.set(`${kind}:${value}`, conversationId);
  }
}

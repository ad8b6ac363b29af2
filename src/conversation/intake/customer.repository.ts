import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Database, type Tx } from '../../infra/database/database.js';
import type { CustomerIdentity } from '../incoming.js';

type Alias = readonly [kind: 'wa_id' | 'user_id' | 'parent_user_id', value: string];

interface KnownAlias {
  kind: string;
  value: string;
  conversationId: string;
  name: string | null;
}

const FIND = `
  select i.kind, i.value, i.conversation_id as "conversationId", c.name
    from unnest($1::text[], $2::text[]) as wanted (kind, value)
    join customer_identity i on i.kind = wanted.kind and i.value = wanted.value
    join conversation c on c.id = i.conversation_id`;

/** Whoever creates a customer holds the lock of each name, so that first contacts in parallel make one conversation. */
const LOCK = `
  select pg_advisory_xact_lock(hashtextextended(alias, 0))
    from (select distinct unnest($1::text[]) as alias order by 1) as ordered`;

const CREATE = `
  insert into conversation (id, phone, name)
  select * from unnest($1::uuid[], $2::text[], $3::text[])`;

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

const RENAME = `
  update conversation c set name = n.name
    from (select * from unnest($1::uuid[], $2::text[]) as named (id, name) order by id) n
   where c.id = n.id and c.name is distinct from n.name`;

/** Finds the conversation of each customer by any of their names, and starts one where there is none. */
@Injectable()
export class CustomerRepository {
  constructor(private readonly db: Database) {}

  /** @returns one conversation id for each identity, in the same order. */
  async place(identities: CustomerIdentity[], tx: Tx): Promise<string[]> {
    let known = await this.find(identities, tx);
    if (identities.some((identity) => known.of(identity) === null)) {
      await this.lock(identities, tx);
      known = await this.find(identities, tx);
      await this.createMissing(identities, known, tx);
    }
    await this.learn(identities, known, tx);
    await this.rename(identities, known, tx);
    return identities.map((identity) => known.get(identity));
  }

  private async find(identities: CustomerIdentity[], tx: Tx): Promise<KnownCustomers> {
    const aliases = identities.flatMap(aliasesOf);
    const rows = await this.db
      .in(tx)
      .query<KnownAlias>(FIND, [aliases.map(([kind]) => kind), aliases.map(([, value]) => value)]);
    return new KnownCustomers(rows);
  }

  private async lock(identities: CustomerIdentity[], tx: Tx): Promise<void> {
    await this.db.in(tx).query(LOCK, [identities.flatMap(aliasesOf).map(([kind, value]) => `${kind}:${value}`)]);
  }

  private async createMissing(identities: CustomerIdentity[], known: KnownCustomers, tx: Tx): Promise<void> {
    const created: { id: string; identity: CustomerIdentity }[] = [];
    for (const identity of identities) {
      if (known.of(identity) !== null) continue;
      const id = randomUUID();
      created.push({ id, identity });
      known.place(identity, id);
    }
    await this.db
      .in(tx)
      .query(CREATE, [
        created.map((c) => c.id),
        created.map((c) => c.identity.waId),
        created.map((c) => c.identity.name),
      ]);
  }

  /** A customer may show a further name, such as a business-scoped id beside the phone. */
  private async learn(identities: CustomerIdentity[], known: KnownCustomers, tx: Tx): Promise<void> {
    const unknown = identities.flatMap((identity) =>
      aliasesOf(identity)
        .filter((alias) => !known.isStored(alias))
        .map(([kind, value]) => ({ kind, value, conversationId: known.get(identity) })),
    );
    if (unknown.length === 0) return;
    await this.db
      .in(tx)
      .query(LEARN, [unknown.map((a) => a.kind), unknown.map((a) => a.value), unknown.map((a) => a.conversationId)]);
  }

  private async rename(identities: CustomerIdentity[], known: KnownCustomers, tx: Tx): Promise<void> {
    const renamed = identities.filter((identity) => identity.name !== null && identity.name !== known.nameOf(identity));
    if (renamed.length === 0) return;
    await this.db.in(tx).query(RENAME, [renamed.map((r) => known.get(r)), renamed.map((r) => r.name)]);
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

/** The customers of one batch: those in the database, and those the batch itself starts. */
class KnownCustomers {
  private readonly stored = new Map<string, KnownAlias>();
  private readonly placed = new Map<string, KnownAlias>();

  constructor(rows: KnownAlias[]) {
    for (const row of rows) this.stored.set(`${row.kind}:${row.value}`, row);
  }

  isStored([kind, value]: Alias): boolean {
    return this.stored.has(`${kind}:${value}`);
  }

  of(identity: CustomerIdentity): string | null {
    return this.rowOf(identity)?.conversationId ?? null;
  }

  get(identity: CustomerIdentity): string {
    const id = this.of(identity);
    if (id === null) throw new Error('A customer without a conversation');
    return id;
  }

  nameOf(identity: CustomerIdentity): string | null {
    return this.rowOf(identity)?.name ?? null;
  }

  /** Gives a new customer a conversation, by every name they showed. */
  place(identity: CustomerIdentity, conversationId: string): void {
    for (const [kind, value] of aliasesOf(identity)) {
      this.placed.set(`${kind}:${value}`, { kind, value, conversationId, name: identity.name });
    }
  }

  private rowOf(identity: CustomerIdentity): KnownAlias | undefined {
    for (const [kind, value] of aliasesOf(identity)) {
      const row = this.stored.get(`${kind}:${value}`) ?? this.placed.get(`${kind}:${value}`);
      if (row !== undefined) return row;
    }
    return undefined;
  }
}

import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Database, type Tx } from '../../infra/database/database.js';
import { aliasesOf } from '../identity/alias.js';
import type { CustomerIdentity } from '../incoming.js';
import { KnownCustomers, type StoredName } from './known-customers.js';

/** One look into the index for each name, whatever the planner believes of the table. */
const FIND = `
  select wanted.kind, wanted.value, found.conversation_id as "conversationId", found.is_former as "isFormer"
    from unnest($1::text[], $2::text[]) as wanted (kind, value)
   cross join lateral (
     (select i.conversation_id, false as is_former from customer_identity i
       where i.kind = wanted.kind and i.value = wanted.value limit 1)
     union all
     (select f.conversation_id, true from former_identity f
       where f.kind = wanted.kind and f.value = wanted.value limit 1)) as found`;

/** Waits for whoever is starting one of them at this moment, and then refuses all of them. */
const START = `
  with started as (
    insert into conversation (id, phone, name)
    select * from unnest($1::uuid[], $2::text[], $3::text[]) as customer (id, phone, name) order by phone, id
  )
  insert into customer_identity (kind, value, conversation_id)
  select * from unnest($4::text[], $5::text[], $6::uuid[]) order by 1, 2`;

export interface Newcomer {
  id: string;
  customer: CustomerIdentity;
}

/** Finds and starts conversations of customers about whose names there is no doubt. */
@Injectable()
export class CustomerRepository {
  constructor(private readonly db: Database) {}

  async find(customers: CustomerIdentity[], tx?: Tx): Promise<KnownCustomers> {
    const aliases = customers.flatMap(aliasesOf);
    const rows = await this.db
      .in(tx)
      .query<StoredName>(FIND, [aliases.map(([kind]) => kind), aliases.map(([, value]) => value)]);
    return new KnownCustomers(rows);
  }

  /** All of them or none. @throws Postgres' 23505 when somebody else starts one of them at this moment. */
  async start(newcomers: Newcomer[], tx?: Tx): Promise<void> {
    if (newcomers.length === 0) return;
    const names = newcomers.flatMap(({ id, customer }) =>
      aliasesOf(customer).map(([kind, value]) => ({ kind, value, id })),
    );
    await this.db
      .in(tx)
      .query(START, [
        newcomers.map(({ id }) => id),
        newcomers.map(({ customer }) => customer.waId),
        newcomers.map(({ customer }) => customer.name),
        names.map(({ kind }) => kind),
        names.map(({ value }) => value),
        names.map(({ id }) => id),
      ]);
  }
}

/** Gives each customer of whom nobody knows any name an id, once for all their messages of the batch. */
export function newcomersAmong(customers: CustomerIdentity[], known: KnownCustomers): Newcomer[] {
  const newcomers: Newcomer[] = [];
  for (const customer of customers) {
    if (!known.areNew(customer)) continue;
    const id = randomUUID();
    newcomers.push({ id, customer });
    known.add(customer, id);
  }
  return newcomers;
}

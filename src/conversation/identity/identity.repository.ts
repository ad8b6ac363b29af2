import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { CustomerNames } from '../incoming.js';
import { type Alias, type AliasKind, namesOf } from './alias.js';
import type { Holder, Holders } from './place-ruling.js';

interface HeldRow {
  conversationId: string;
  kind: AliasKind;
  value: string;
  sinceMs: number;
}

/** Locked in the order of ids, as everybody does who touches several conversations. */
const LOCK_HOLDERS = `
  select id from conversation
   where id in (select i.conversation_id from customer_identity i
                  join unnest($1::text[], $2::text[]) as name (kind, value) using (kind, value))
   order by id for no key update`;

const NAMES = `
  select conversation_id as "conversationId", kind, value, extract(epoch from since)::float8 * 1000 as "sinceMs"
    from customer_identity where conversation_id = any($1)`;

/** Who had one of the names at that time. A phone says nothing where a user id is shown that is not theirs. */
const FORMERLY = `
  select f.conversation_id as "conversationId" from former_identity f
   where f.until >= $3 and (
         f.kind = 'user_id' and f.value = $2
      or f.kind = 'wa_id' and f.value = $1 and ($2::text is null or not exists (
           select 1 from customer_identity i where i.conversation_id = f.conversation_id and i.kind = 'user_id'
           union all
           select 1 from former_identity o where o.conversation_id = f.conversation_id and o.kind = 'user_id')))
   order by f.kind = 'user_id' desc, f.until limit 1`;

const LEARN = `
  insert into customer_identity (kind, value, conversation_id, since)
  select kind, value, $3, $4 from unnest($1::text[], $2::text[]) as name (kind, value) order by 1, 2
  on conflict (kind, value) do nothing returning kind`;

const TAKE = `
  with lost as (
    select i.kind, i.value, i.conversation_id from customer_identity i
      join unnest($1::text[], $2::text[]) as name (kind, value) using (kind, value)
  ), remembered as (
    insert into former_identity (kind, value, conversation_id, until)
    select kind, value, conversation_id, $4 from lost on conflict (kind, value, conversation_id) do update set until = $4
  )
  update customer_identity i set conversation_id = $3, since = $4 from lost
   where i.kind = lost.kind and i.value = lost.value
  returning lost.conversation_id as "conversationId"`;

const RETIRE = `
  with retired as (
    delete from customer_identity i using unnest($1::text[], $2::text[]) as name (kind, value)
     where i.kind = name.kind and i.value = name.value and i.conversation_id = $3
    returning i.kind, i.value
  )
  insert into former_identity (kind, value, conversation_id, until)
  select kind, value, $3, $4 from retired on conflict (kind, value, conversation_id) do update set until = $4`;

/** The column shows the phone that a conversation has now; first it is taken off those that lost it. */
const DROP_PHONES = `
  update conversation c set phone = null
   where c.id = any($1) and c.phone is not null
     and not exists (select 1 from customer_identity i
                      where i.conversation_id = c.id and i.kind = 'wa_id' and i.value = c.phone)`;
const SHOW_PHONES = `
  update conversation c set phone = i.value from customer_identity i
   where c.id = any($1) and c.phone is null and i.conversation_id = c.id and i.kind = 'wa_id'`;

/** Who showed the username last has it. */
const CALL = `
  with former as (
    delete from customer_identity where conversation_id = $1 and kind = 'username' and value <> $2
  )
  insert into customer_identity (kind, value, conversation_id) values ('username', $2, $1)
  on conflict (kind, value) do update set conversation_id = excluded.conversation_id`;

/** Somebody else gave one of these names away at this moment; the transaction is repeated and sees it. */
class NamedElsewhere extends Error {
  readonly code = '40001';
}

/** Names of customers, one transaction at a time: whoever looks at a name locks the conversation that has it. */
@Injectable()
export class IdentityRepository {
  constructor(private readonly db: Database) {}

  /** Whose these names are now, their rows locked, and whose they were at `at`. */
  async holdersOf(names: CustomerNames, at: Date, tx: Tx): Promise<Holders> {
    const [kinds, values] = columns(namesOf(names));
    const sql = this.db.in(tx);
    const locked = await sql.query<{ id: string }>(LOCK_HOLDERS, [kinds, values]);
    const rows = await sql.query<HeldRow>(NAMES, [locked.map(({ id }) => id)]);
    const [former] = await sql.query<{ conversationId: string }>(FORMERLY, [names.waId, names.userId, at]);
    const holders = holdersIn(rows);
    const withName = (kind: AliasKind, value: string | null): Holder | null =>
      holders.find((holder) => value !== null && holder.names[kind]?.value === value) ?? null;
    return {
      byPhone: withName('wa_id', names.waId),
      byUserId: withName('user_id', names.userId),
      byParent: withName('parent_user_id', names.parentUserId),
      formerly: former?.conversationId ?? null,
    };
  }

  /** The conversation and its names, its row locked. */
  async holder(conversationId: string, tx: Tx): Promise<Holder> {
    const sql = this.db.in(tx);
    await sql.query('select 1 from conversation where id = $1 for no key update', [conversationId]);
    const [holder] = holdersIn(await sql.query<HeldRow>(NAMES, [[conversationId]]));
    return holder ?? { conversationId, names: {} };
  }

  async start(name: string | null, tx: Tx): Promise<string> {
    const rows = await this.db
      .in(tx)
      .query<{ id: string }>('insert into conversation (name) values ($1) returning id', [name]);
    return (rows[0] as { id: string }).id;
  }

  /** Gives names that nobody has. */
  async learn(conversationId: string, names: Alias[], since: Date, tx: Tx): Promise<void> {
    if (names.length === 0) return;
    const rows = await this.db.in(tx).query(LEARN, [...columns(names), conversationId, since]);
    if (rows.length < names.length) throw new NamedElsewhere();
  }

  /** Gives names that others have, who lose them. @returns the conversations that lost one. */
  async take(conversationId: string, names: Alias[], since: Date, tx: Tx): Promise<string[]> {
    if (names.length === 0) return [];
    const rows = await this.db
      .in(tx)
      .query<{ conversationId: string }>(TAKE, [...columns(names), conversationId, since]);
    return rows.map((row) => row.conversationId);
  }

  /** The conversation has these names no longer; what was sent before `until` still finds it by them. */
  async retire(conversationId: string, names: Alias[], until: Date, tx: Tx): Promise<void> {
    if (names.length > 0) await this.db.in(tx).query(RETIRE, [...columns(names), conversationId, until]);
  }

  async call(conversationId: string, username: string, tx: Tx): Promise<void> {
    await this.db.in(tx).query(CALL, [conversationId, username]);
  }

  /** Lets the conversations show the phones they have now. */
  async showPhones(conversationIds: string[], tx: Tx): Promise<void> {
    const sql = this.db.in(tx);
    await sql.query(DROP_PHONES, [conversationIds]);
    await sql.query(SHOW_PHONES, [conversationIds]);
  }

  /** Who writes there is to be verified again, unless that happened since. */
  async flag(conversationId: string, changedAt: Date, tx: Tx): Promise<void> {
    await this.db.in(tx).query(
      `update conversation set identity_changed_at = greatest(identity_changed_at, $2)
        where id = $1 and coalesce(identity_verified_at, '-infinity') < $2`,
      [conversationId, changedAt],
    );
  }

  /** Whether nothing was written in the conversation before `at`. */
  async beganBy(conversationId: string, at: Date, tx: Tx): Promise<boolean> {
    const earlier = await this.db
      .in(tx)
      .query('select 1 from message where conversation_id = $1 and provider_ts < $2 limit 1', [conversationId, at]);
    return earlier.length === 0;
  }
}

const columns = (names: Alias[]): [kinds: string[], values: string[]] => [
  names.map(([kind]) => kind),
  names.map(([, value]) => value),
];

function holdersIn(rows: HeldRow[]): Holder[] {
  const holders = new Map<string, Holder>();
  for (const { conversationId, kind, value, sinceMs } of rows) {
    const holder = holders.get(conversationId) ?? { conversationId, names: {} };
    holder.names[kind] = { value, sinceMs };
    holders.set(conversationId, holder);
  }
  return [...holders.values()];
}

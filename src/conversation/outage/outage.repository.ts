import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';

/** While the model is away one turn finds out whether it is back, and then nobody for so long: twice a minute. */
const PROBE_EVERY = `interval '30 seconds'`;
/** A provider's wish for a longer pause is followed this far. */
const LONGEST_HINT_MS = 300_000;

const IN_LINE = `model_wait = 'waits' and owner = 'ai' and burst_started_at is not null`;
const someoneWaits = (but = 'true'): string => `exists (select 1 from conversation where ${IN_LINE} and ${but})`;

/** A `ModelStanding` for a row of `conversation` by the name `before`. */
export const MODEL_STANDING = `
  (select jsonb_build_object(
     'away', b.opened_at is not null,
     'probeDue', coalesce(b.probe_at <= clock_timestamp(), false),
     'failing', b.failures > 0 or b.opened_at is not null,
     'wait', before.model_wait,
     'othersWait', ${someoneWaits('id <> before.id')},
     'burstAgeMs', extract(epoch from clock_timestamp() - before.burst_started_at) * 1000,
     'told', coalesce(before.told_of_outage = b.outage, false)) from model_breaker b)`;

/** An outage that follows on another before those who waited are answered is the same to them. */
const FAILED = `
  update model_breaker set
    failures = failures + 1,
    opened_at = case when failures + 1 >= $1 then coalesce(opened_at, clock_timestamp()) else opened_at end,
    probe_at = case when failures + 1 >= $1
                    then clock_timestamp() + greatest(${PROBE_EVERY}, $2 * interval '1 millisecond') end,
    outage = case when failures + 1 >= $1 and opened_at is null and not ${someoneWaits()} then outage + 1 else outage end
  returning opened_at is not null as away`;

const ADMIT = `
  with next as (
    select id from conversation
     where ${IN_LINE} and (claimed_until is null or claimed_until < clock_timestamp())
       and burst_started_at < clock_timestamp() - $2 * interval '1 millisecond'
     order by burst_started_at limit $1 for no key update skip locked
  ), admitted as (
    update conversation c set model_wait = 'admitted' from next where c.id = next.id returning c.id, c.burst_started_at
  )
  select id from admitted order by burst_started_at`;

/** What the rate of $1 a second has left, $2 seconds' worth of it at most. */
const TAKE_PLACES = `
  with elapsed as (
    select greatest(admitted_until, clock_timestamp() - $2::float8 * interval '1 second') as since from model_breaker
  ), free as (
    select since, floor($1::float8 * extract(epoch from clock_timestamp() - since))::int as places from elapsed
  )
  update model_breaker set admitted_until = since + places / $1::float8 * interval '1 second' from free
  returning places`;

/** How the model stands for all. */
export interface Outage {
  awaySince: Date | null;
  probeDue: boolean;
  /** Bursts that wait for it. */
  waiting: number;
}

/** The breaker that all processes share, and the line of those who wait for the model. */
@Injectable()
export class OutageRepository {
  constructor(private readonly db: Database) {}

  /** The provider failed a turn. @returns whether the model is away from now on. */
  async failed(mostFailures: number, retryAfterMs: number | null): Promise<boolean> {
    const hintMs = Math.min(retryAfterMs ?? 0, LONGEST_HINT_MS);
    const rows = await this.db.query<{ away: boolean }>(FAILED, [mostFailures, hintMs]);
    return rows[0]?.away ?? false;
  }

  /** The provider answered. @returns whether that ends an outage. */
  async answered(): Promise<boolean> {
    const rows = await this.db.query<{ ended: boolean }>(
      `update model_breaker b set failures = 0, opened_at = null, probe_at = null
         from model_breaker before where b.failures > 0 or b.opened_at is not null
       returning before.opened_at is not null as ended`,
    );
    return rows[0]?.ended ?? false;
  }

  /** Lets one turn find out whether the model is back; false for all others of the next half minute. */
  async claimProbe(): Promise<boolean> {
    const rows = await this.db.query(
      `update model_breaker set probe_at = clock_timestamp() + ${PROBE_EVERY}
        where opened_at is not null and probe_at <= clock_timestamp() returning 1`,
    );
    return rows.length > 0;
  }

  /** How many of those who waited may be let through now, by whoever asks; they are counted as let through. */
  async takePlaces(perSecond: number, mostSeconds: number): Promise<number> {
    const rows = await this.db.query<{ places: number }>(TAKE_PLACES, [perSecond, mostSeconds]);
    return rows[0]?.places ?? 0;
  }

  /** Lets the first in line through, at most `limit` of those who have waited longer than `ageMs`; ids in their order. */
  async admit(limit: number, ageMs = 0): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(ADMIT, [limit, ageMs]);
    return rows.map(({ id }) => id);
  }

  async current(): Promise<Outage> {
    const rows = await this.db.query<Outage>(
      `select opened_at as "awaySince", coalesce(probe_at <= clock_timestamp(), false) as "probeDue",
              (select count(*) from conversation where ${IN_LINE}) as waiting
         from model_breaker`,
    );
    return rows[0] as Outage;
  }
}

import { Injectable } from '@nestjs/common';
import { Settings } from '../../infra/config/settings.js';
import { Database } from '../../infra/database/database.js';
import type { Hold, SendingRow } from './sending-state.js';

/** A probe's own refusal sets the time of the next one; what others were told while it is held only puts it off. */
const HOLD = `
  with before as (
    select is_stopped from sending where phone_number_id = $1 for no key update
  ), held as (
    update sending s set
           held_since = coalesce(s.held_since, clock_timestamp()),
           held_until = case when $2 then clock_timestamp() + $3 * interval '1 millisecond'
                             else greatest(s.held_until, clock_timestamp() + $3 * interval '1 millisecond') end,
           refused_probes = s.refused_probes + case when $2 then 1 else 0 end,
           needs_report = s.needs_report or $7,
           is_stopped = s.is_stopped or $4,
           code = case when s.is_stopped and not $4 then s.code else $5 end,
           reason = case when s.is_stopped and not $4 then s.reason else $6 end
      from before where s.phone_number_id = $1
    returning s.is_stopped and not before.is_stopped as opened, s.held_since
  ), alerted as (
    insert into platform_event (field, key, note, alert, payload)
    select 'sending', 'sending:' || $1 || ':' || held_since, 'all sending is paused',
           'All sending is paused: ' || $6, jsonb_build_object('code', $5::integer, 'reason', $6)
      from held where opened
    on conflict (key) do nothing
  )
  select opened from held`;

const RELEASE = `
  update sending set held_until = null, held_since = null, refused_probes = 0, probe_id = null, needs_report = false,
         is_stopped = false, code = null, reason = null
   where phone_number_id = $1 and held_until is not null`;

/** The row of the number that sends. Every process reads and writes the same one. */
@Injectable()
export class SendingRepository {
  private readonly number: string;

  constructor(
    private readonly db: Database,
    settings: Settings,
  ) {
    this.number = settings.sendingNumber;
  }

  /** Makes the row of a number that has none; a number that is held is probed at once. */
  async begin(): Promise<void> {
    await this.db.query(
      `insert into sending as s (phone_number_id) values ($1)
       on conflict (phone_number_id) do update set held_until = clock_timestamp() where s.held_until > clock_timestamp()`,
      [this.number],
    );
  }

  /** Lets nothing out for so long. @returns whether this stopped the account, which is alerted in the same statement. */
  async hold({ isProbe, pauseMs, isStopped, isReported, refusal: { code, message } }: Hold): Promise<boolean> {
    const values = [this.number, isProbe, pauseMs, isStopped, code, message, isReported];
    const [row] = await this.db.query<{ opened: boolean }>(HOLD, values);
    return row?.opened ?? false;
  }

  /** Messages flow again, where the answer to a probe proves it. @returns whether they were held. */
  async releaseByAnswer(): Promise<boolean> {
    const rows = await this.db.query(`${RELEASE} and not needs_report returning 1`, [this.number]);
    return rows.length > 0;
  }

  /** Messages flow again, where the probe is among those that were reported as sent. @returns whether they were held. */
  async releaseByReport(messageIds: string[]): Promise<boolean> {
    const rows = await this.db.query(`${RELEASE} and probe_id = any($2) returning 1`, [this.number, messageIds]);
    return rows.length > 0;
  }

  /** Refused probes so far, where the last one that probed is among these messages. */
  async refusedBefore(messageIds: string[]): Promise<number | null> {
    const rows = await this.db.query<{ refusedProbes: number }>(
      `select refused_probes as "refusedProbes" from sending
        where phone_number_id = $1 and held_until is not null and probe_id = any($2)`,
      [this.number, messageIds],
    );
    return rows[0]?.refusedProbes ?? null;
  }

  /** One message probes now instead of later. */
  async probeNow(): Promise<void> {
    await this.db.query(
      `update sending set held_until = clock_timestamp() where phone_number_id = $1 and held_until > clock_timestamp()`,
      [this.number],
    );
  }

  async isHeld(): Promise<boolean> {
    const sql = 'select 1 from sending where phone_number_id = $1 and held_until is not null';
    return (await this.db.query(sql, [this.number])).length > 0;
  }

  /** How it stands, and how many messages wait; null while there is no row. */
  async read(): Promise<SendingRow | null> {
    const rows = await this.db.query<SendingRow>(
      `select held_until as "heldUntil", held_since as "heldSince", is_stopped as "isStopped", code, reason,
              (select count(*) from message where status = 'queued') as waiting
         from sending where phone_number_id = $1`,
      [this.number],
    );
    return rows[0] ?? null;
  }
}

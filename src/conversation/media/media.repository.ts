import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';
import type { MediaInfo } from '../message-content.js';

export type MediaState = (StoredFile | MissingFile)['state'];

/**
 * The part of a statement that stores messages which gives every file among them a row; `stored` are the new messages,
 * with id, media and time. What was said last is fetched first.
 */
export const STORE_MEDIA = (stored: string): string => `
    insert into media (message_id, state, reason, due_at, settled_at)
    select id, case when has_id then 'waiting' else 'failed' end,
           case when not has_id then 'WhatsApp gave no usable id for it' end,
           provider_ts, case when not has_id then now() end
      from ${stored} cross join lateral (select coalesce(media_info ->> 'id', '') ~ '^[0-9]{1,64}$' as has_id) as usable
     where media_info is not null
    returning id, message_id`;

/** How the file of message `m` stands, as JSON; null where it has none. No row is looked for where no file came. */
export const FILE_OF = (m: string, columns: string): string => `
  case when ${m}.media_info is not null then
    (select jsonb_build_object(${columns}) from media f where f.message_id = ${m}.id) end`;

/** A file that this process may fetch, until its claim runs out. */
export interface ClaimedFile {
  id: string;
  /** Tries so far, this one included; later writes of this try carry it. */
  attempts: number;
  info: Partial<MediaInfo>;
}

/** A file that can be read. */
export interface StoredFile {
  id: string;
  state: 'stored';
  mimeType: string;
  /** In bytes. */
  size: number;
  /** As the sender called it. */
  filename: string | null;
}

/** … and one that cannot. */
export interface MissingFile {
  state: 'waiting' | 'failed';
  reason: string | null;
}

/** A claim that runs out leaves the file due, so that whoever comes fetches it again. */
const CLAIM = (which: string): string => `
  update media f set attempts = f.attempts + 1, due_at = clock_timestamp() + $1 * interval '1 millisecond'
    from message m
   where m.id = f.message_id and f.id = (
     select id from media where state = 'waiting' and due_at <= clock_timestamp() ${which} for update skip locked)
  returning f.id, f.attempts, m.media_info as info`;
const CLAIM_ONE = CLAIM('and id = $2');
const CLAIM_NEXT = CLAIM('order by due_at desc limit 1');

/** Files of messages and how far each has come; all times are the database's. */
@Injectable()
export class MediaRepository {
  constructor(private readonly db: Database) {}

  /** Claims this file, or whichever due one was said last; null when there is none. */
  async claim(leaseMs: number, id: string | null): Promise<ClaimedFile | null> {
    const [file] =
      id === null
        ? await this.db.query<ClaimedFile>(CLAIM_NEXT, [leaseMs])
        : await this.db.query<ClaimedFile>(CLAIM_ONE, [leaseMs, id]);
    return file ?? null;
  }

  /** Whoever has stored it has stored it, also when the claim had run out. */
  async stored(id: string, mimeType: string, size: number): Promise<void> {
    await this.db.query(
      `update media set state = 'stored', reason = null, mime_type = $2, size = $3, settled_at = clock_timestamp()
        where id = $1 and state <> 'stored'`,
      [id, mimeType, size],
    );
  }

  /** The file waits for another try after a pause, or failed for good where that is null. */
  async notFetched({ id, attempts }: ClaimedFile, reason: string, pauseMs: number | null): Promise<void> {
    await this.db.query(
      `update media set reason = $3, state = case when $4::float8 is null then 'failed' else 'waiting' end,
              due_at = clock_timestamp() + coalesce($4, 0) * interval '1 millisecond',
              settled_at = case when $4::float8 is null then clock_timestamp() end
        where id = $1 and attempts = $2 and state = 'waiting'`,
      [id, attempts, reason, pauseMs],
    );
  }

  /** The try does not count; somebody else may fetch the file at once. */
  async giveBack({ id, attempts }: ClaimedFile): Promise<void> {
    await this.db.query(
      `update media set attempts = attempts - 1, due_at = clock_timestamp()
        where id = $1 and attempts = $2 and state = 'waiting'`,
      [id, attempts],
    );
  }

  /** Files that somebody should be fetching, what was said last first. */
  async due(limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select id from media where state = 'waiting' and due_at <= clock_timestamp() order by due_at desc limit $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  async find(id: string): Promise<StoredFile | MissingFile | null> {
    const [file] = await this.db.query<StoredFile | MissingFile>(
      `select f.id, f.state, f.reason, f.mime_type as "mimeType", f.size,
              coalesce(f.filename, m.media_info ->> 'filename') as filename
         from media f left join message m on m.id = f.message_id where f.id = $1`,
      [id],
    );
    return file ?? null;
  }

  /** Files that have not come, and those that were given up in the last 24 hours. */
  async count(): Promise<{ waiting: number; failedLately: number }> {
    const [counts] = await this.db.query<{ waiting: number; failedLately: number }>(
      `select (select count(*) from media where state = 'waiting') as waiting,
              (select count(*) from media where state = 'failed' and settled_at > now() - interval '24 hours')
                as "failedLately"`,
    );
    return counts ?? { waiting: 0, failedLately: 0 };
  }

  /** Files of these messages that have not come, and whether somebody should be fetching them. */
  waitingOf(messageIds: string[]): Promise<{ id: string; isDue: boolean }[]> {
    return this.db.query(
      `select id, due_at <= clock_timestamp() as "isDue" from media where message_id = any($1) and state = 'waiting'`,
      [messageIds],
    );
  }
}

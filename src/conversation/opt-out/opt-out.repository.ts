import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';

/** How we know: the customer wrote so, chose so in WhatsApp's settings, or WhatsApp refused a message for it. */
export type OptSource = 'words' | 'settings' | 'refusal';

/** What a message that is nothing but such a word came to: it stopped messages, resumed them, or said stop again. */
export type OptMark = 'stop' | 'start' | 'repeated';

/** A customer stopped the messages that they do not ask for, or wants them again. */
export interface OptChange {
  conversationId: string;
  optedOut: boolean;
  by: OptSource;
  /** Platform time; it counts whole seconds. */
  at: Date;
  /** The message that says so, where one does. */
  messageId?: string;
}

/**
 * Of two changes in one second the one that arrives later counts. Repeating what is so already moves neither the time
 * nor the source. A message that says nothing else is marked, for the turn that answers it; a start that takes nothing
 * back is a message like any other.
 */
const RECORD = `
  with known as (
    select id, opted_out_at is not null as was_out from conversation
     where id = coalesce((select merged_into from conversation where id = $1), $1)
       and coalesce(opt_changed_at, '-infinity') <= date_trunc('second', $4::timestamptz)
       for no key update
  ), changed as (
    update conversation c set
           opt_changed_at = date_trunc('second', $4::timestamptz),
           opted_out_at = case when $2 then coalesce(c.opted_out_at, date_trunc('second', $4::timestamptz)) end,
           opted_out_by = case when $2 then coalesce(c.opted_out_by, $3) end
      from known k where c.id = k.id
    returning k.was_out <> $2 as is_news
  ), ruling as (
    select coalesce((select is_news from changed), false) as is_news
  ), marked as (
    update message m set extra_metadata = coalesce(m.extra_metadata, '{}') || jsonb_build_object('opt_out', mark)
      from (select case when is_news then case when $2 then 'stop' else 'start' end when $2 then 'repeated' end as mark
              from ruling) as said
     where m.external_id = $5 and said.mark is not null and not coalesce(m.extra_metadata, '{}') ? 'opt_out'
  )
  select is_news as "isNews" from ruling`;

@Injectable()
export class OptOutRepository {
  constructor(private readonly db: Database) {}

  /** @returns whether anything changed; a change that is older than what is known changes nothing. */
  async record({ conversationId, optedOut, by, at, messageId }: OptChange, tx: Tx): Promise<boolean> {
    const values = [conversationId, optedOut, by, at, messageId ?? null];
    const [row] = await this.db.in(tx).query<{ isNews: boolean }>(RECORD, values);
    return row?.isNews ?? false;
  }
}

import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { Refusal } from '../../infra/clients/whatsapp/send-outcome.js';
import { WINDOW_OPEN } from '../window.js';
import type { ClaimedMessage } from './claim.repository.js';
import { SETTLED_WITHIN } from './outbox-times.js';

/** One try to send a message; there is never another of this number while it lasts. */
export type Try = Pick<ClaimedMessage, 'id' | 'attempts'>;

const IS_OPEN = `status in ('sending', 'unconfirmed', 'queued')`;

/**
 * A report that overtook the platform's answer is new again, now that its message is known; what it said of the message
 * stays, and so does the reason of a failure.
 */
const RECORD_SENT = `
  with sent as (
    update message set external_id = $2, due_at = null,
           error = case when ${IS_OPEN} then null else error end,
           status = case when ${IS_OPEN} then 'sent' else status end
     where id = $1 and (external_id is null or external_id = $2)
    returning id
  ), early as (
    update delivery_event e set state = 'new' from sent where e.external_id = $2 and e.state = 'parked' returning e.id
  )
  select exists (select 1 from early) as early`;

/**
 * The row as this very try left it, or in doubt because the try took long. Whoever comes back late touches nothing that
 * others have made of it.
 */
const OWN_TRY = `id = $1 and attempts = $2 and status in ('sending', 'unconfirmed')`;

/** Where we believe it open; and not when the customer has written since, whom the refusal does not know of. */
const CLOSE_WINDOW = `
  update conversation c set window_expires_at = clock_timestamp()
    from message m
   where m.id = $1 and c.id = m.conversation_id and ${WINDOW_OPEN}
     and not exists (select 1 from message i
                      where i.conversation_id = c.id and i.seq > m.seq and i.direction = 'inbound')`;

/** Keeps what became of a message that was sent, or tried. */
@Injectable()
export class OutcomeRepository {
  constructor(private readonly db: Database) {}

  /** @returns whether reports about it came before the platform's answer did. */
  async recordSent(id: string, externalId: string): Promise<boolean> {
    const rows = await this.db.query<{ early: boolean }>(RECORD_SENT, [id, externalId]);
    return rows[0]?.early ?? false;
  }

  /** Nothing was sent; it is tried again in `pauseMs`. A try that does not count is given back. */
  async requeue({ id, attempts }: Try, pauseMs: number, error: Refusal, countsAsTry = true): Promise<void> {
    await this.db.query(
      `update message set status = 'queued', due_at = clock_timestamp() + $3 * interval '1 millisecond', error = $4,
              attempts = attempts - $5
        where ${OWN_TRY}`,
      [id, attempts, pauseMs, JSON.stringify(error), countsAsTry ? 0 : 1],
    );
  }

  /**
   * It will not be tried again; without a try, where it was not tried at all.
   * @returns whether it still was to be sent.
   */
  async recordFailed(message: { id: string; attempts?: number }, error: Refusal, tx: Tx): Promise<boolean> {
    const rows = await this.db.in(tx).query(
      `update message set status = 'failed', due_at = null, error = $3
        where id = $1 and status = 'queued' and $2::integer is null or ${OWN_TRY} returning 1`,
      [message.id, message.attempts ?? null, JSON.stringify(error)],
    );
    return rows.length > 0;
  }

  /** The outcome is unknown until a status carries our label. */
  async recordUnconfirmed({ id, attempts }: Try, error: Refusal): Promise<void> {
    await this.db.query(
      `update message set status = 'unconfirmed', due_at = clock_timestamp() + ${SETTLED_WITHIN}, error = $3
        where ${OWN_TRY} and status = 'sending'`,
      [id, attempts, JSON.stringify(error)],
    );
  }

  /** Nothing settles it before the transaction ends. */
  async holdInDoubt(messageId: string, tx: Tx): Promise<boolean> {
    const rows = await this.db
      .in(tx)
      .query(`select 1 from message where id = $1 and status = 'unconfirmed' for no key update`, [messageId]);
    return rows.length > 0;
  }

  /** The platform says that the window is closed. It is never made wider. */
  async closeWindow(messageId: string, tx: Tx): Promise<void> {
    await this.db.in(tx).query(CLOSE_WINDOW, [messageId]);
  }

  /** The words of the assistant that the customer did not get: of this message, and of those queued behind it. */
  async unsentWords(conversationId: string, messageId: string, tx: Tx): Promise<string[]> {
    const rows = await this.db.in(tx).query<{ text: string | null }>(
      `select message_text as text from (
         select seq, message_text from message where id = $2
         union
         select seq, message_text from message
          where conversation_id = $1 and status = 'queued' and sender_type = 'ai') as unsent
        order by seq`,
      [conversationId, messageId],
    );
    return rows.flatMap(({ text }) => text ?? []);
  }
}

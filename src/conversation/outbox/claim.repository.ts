import { Injectable } from '@nestjs/common';
import { Settings } from '../../infra/config/settings.js';
import { Database } from '../../infra/database/database.js';
import { creditMs, numberRate, PAIR_RATE, type Rate } from '../sending/rates.js';
import type { Passage } from '../sending/sending.service.js';
import { inWindow } from '../window.js';
import type { ContentColumns } from './content-columns.js';
import { HELD_FOR, SENT_WITHIN_MS, SETTLED_WITHIN, STUCK_AFTER } from './outbox-times.js';

/** What a queued message is, and to whom. */
export interface OutgoingRow extends ContentColumns {
  id: string;
  conversationId: string;
  senderType: 'ai' | 'operator';
  replyTo: string | null;
  phone: string | null;
  userId: string | null;
}

/** A message this process may send now; nobody else may. */
export interface ClaimedMessage extends OutgoingRow {
  /** Tries so far, this one included. */
  attempts: number;
  /** By `performance.now()`: after it others may have made something else of the row. */
  sendBefore: number;
  passage: Passage;
}

/**
 * Why the next message of a conversation does not go out now: one before it is on its way, the number is held, its own
 * next try is not due, the customer gets no more for now, or the number is busy.
 */
export interface Waiting {
  for: 'order' | 'hold' | 'retry' | 'customer' | 'number';
  /** Until it is worth another look; null where nobody can say. */
  ms: number | null;
  /** Why the number is held. */
  reason: string | null;
}

/** What a look for the next message of a conversation found. */
export type Next =
  | { kind: 'claimed'; message: ClaimedMessage }
  | { kind: 'window-closed'; message: OutgoingRow }
  | { kind: 'waits'; waiting: Waiting };

interface NextRow extends OutgoingRow {
  attempts: number | null;
  refusedProbes: number | null;
  isInWindow: boolean;
  waitsFor: Waiting['for'];
  waitMs: number | null;
  reason: string | null;
}

const ms = (count: string): string => `${count} * interval '1 millisecond'`;
/** Whether one more message may go out, where everything lent is paid back at `paidBackAt`. */
const hasCredit = (paidBackAt: string, credit: string): string => `${paidBackAt} <= clock_timestamp() + ${ms(credit)}`;
const afterOneMore = (paidBackAt: string, every: string): string =>
  `greatest(${paidBackAt}, clock_timestamp()) + ${ms(every)}`;

const PAIR_CREDIT = String(creditMs(PAIR_RATE));
/** The number, what it may send ahead, and how long one message takes of it. */
const [NUMBER, CREDIT, EVERY] = ['$2::text', '$3::float8', '$4::float8'];

/**
 * The oldest message of a conversation that is not over, and in the same statement its claim, if it may go out. The
 * conversation's row is locked first: a takeover either cancels the message before, or finds it `sending` and waits
 * for it (P4). The number's row comes last but one and is held for the rest of the statement alone, so that a busy
 * conversation stops no other. There the rate of all processes is kept, and a held number lets one message probe;
 * until that one is recorded, or may be given up, no other does.
 */
const CLAIM_NEXT = `
  with next as materialized (
    select o.id, o.status, o.due_at,
           ${inWindow('o')} as in_window, c.phone, c.paid_back_at - ${ms(PAIR_CREDIT)} as free_at
      from message o join conversation c on c.id = o.conversation_id
     where o.conversation_id = $1 and o.status in ('queued', 'sending', 'unconfirmed')
       and not (o.status = 'unconfirmed' and o.due_at < clock_timestamp() + ${SETTLED_WITHIN} - ${HELD_FOR})
       and not (o.status = 'queued' and o.sender_type = 'ai' and o.epoch <> c.epoch)
     order by o.seq limit 1
       for no key update of c
  ), ready as (
    select id, free_at <= clock_timestamp() as is_paced from next
     where status = 'queued' and in_window and due_at <= clock_timestamp()
  ), passed as (
    update sending s set paid_back_at = ${afterOneMore('s.paid_back_at', EVERY)},
                         held_until = case when s.held_until is not null then clock_timestamp() + ${STUCK_AFTER} end,
                         probe_id = case when s.held_until is not null then ready.id end
      from ready where s.phone_number_id = ${NUMBER} and ready.is_paced
       and case when s.held_until is null then ${hasCredit('s.paid_back_at', CREDIT)}
                else s.held_until <= clock_timestamp() end
    returning ready.id, case when s.held_until is not null then s.refused_probes end as refused_probes
  ), paced as (
    update conversation c set paid_back_at = ${afterOneMore('c.paid_back_at', String(PAIR_RATE.everyMs))}
      from passed where c.id = $1
  ), put_off as (
    update message m set due_at = next.free_at from next join ready using (id) where m.id = ready.id and not ready.is_paced
  ), claimed as (
    update message m set status = 'sending', attempts = m.attempts + 1, due_at = clock_timestamp() + ${STUCK_AFTER}
      from passed where m.id = passed.id and m.status = 'queued'
    returning m.id, m.attempts, passed.refused_probes
  )
  select n.id, m.conversation_id as "conversationId", m.sender_type as "senderType", m.message_text as text,
         m.media_info as media, m.extra_metadata -> 'content' as content,
         m.extra_metadata ->> 'reply_to' as "replyTo", n.phone,
         (select i.value from customer_identity i
           where i.conversation_id = $1 and i.kind = 'user_id' order by i.created_at desc limit 1) as "userId",
         claimed.attempts, claimed.refused_probes as "refusedProbes", n.in_window as "isInWindow", w."for" as "waitsFor",
         (extract(epoch from w.until) - extract(epoch from clock_timestamp()))::float8 * 1000 as "waitMs", s.reason
    from next n join message m on m.id = n.id
    left join claimed on true
    left join sending s on s.phone_number_id = ${NUMBER}
   cross join lateral (
         select * from (values (1, 'order', null::timestamptz, n.status <> 'queued'),
                               (2, 'hold', s.held_until, s.held_until is not null),
                               (3, 'customer', n.free_at, n.free_at > clock_timestamp()),
                               (4, 'retry', n.due_at, n.due_at > clock_timestamp()),
                               (5, 'number', s.paid_back_at - ${ms(CREDIT)}, true)) as why (rank, "for", until, is_so)
          where is_so order by rank limit 1) as w`;

/** Finds what goes out next in a conversation, within the limits of the platform. */
@Injectable()
export class ClaimRepository {
  private readonly rate: Rate;
  private readonly number: string;

  constructor(
    private readonly db: Database,
    settings: Settings,
  ) {
    this.rate = numberRate(settings.WHATSAPP_MESSAGES_PER_SECOND);
    this.number = settings.sendingNumber;
  }

  /** Claims the next message of the conversation, if it may go out now; null where none is left. */
  async next(conversationId: string): Promise<Next | null> {
    const values = [conversationId, this.number, creditMs(this.rate), this.rate.everyMs];
    // From before the claim can have been made: this process may stand still before it learns of it.
    const sendBefore = performance.now() + SENT_WITHIN_MS;
    const [row] = await this.db.query<NextRow>(CLAIM_NEXT, values);
    return row === undefined ? null : nextOf(row, sendBefore);
  }
}

const nextOf = (row: NextRow, sendBefore: number): Next => {
  const { attempts, refusedProbes, isInWindow, waitsFor, waitMs, reason, ...message } = row;
  if (attempts !== null) {
    const passage = refusedProbes === null ? null : { refusedProbes };
    return { kind: 'claimed', message: { ...message, attempts, sendBefore, passage } };
  }
  if (waitsFor !== 'order' && !isInWindow) return { kind: 'window-closed', message };
  return { kind: 'waits', waiting: { for: waitsFor, ms: waitMs && Math.max(0, waitMs), reason } };
};

/** When the platform says that a message got so far, in ISO form; null for what it did not report. */
export interface DeliveryTimes {
  sent_at: string | null;
  delivered_at: string | null;
  read_at: string | null;
  played_at: string | null;
  /** Null where the message arrived after all. */
  failed_at: string | null;
}

const AT = (status: string): string =>
  `to_char(min(e.provider_ts) filter (where e.status = '${status}') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The times of a message `m`, looked up by its platform id; null for what a customer wrote. */
export const DELIVERY_TIMES = `
  case when m.direction = 'outbound' then (
    select jsonb_build_object('sent_at', ${AT('sent')}, 'delivered_at', ${AT('delivered')}, 'read_at', ${AT('read')},
                              'played_at', ${AT('played')}, 'failed_at', case when m.status = 'failed' then ${AT('failed')} end)
      from delivery_event e where e.external_id = m.external_id) end`;

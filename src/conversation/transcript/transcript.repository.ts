import { Injectable } from '@nestjs/common';
import type { Earlier, Recollection, Transcript, TranscriptEntry } from '../../ai/assistant.js';
import { Database } from '../../infra/database/database.js';
import { MediaStore } from '../../infra/media-store/media-store.js';
import { FILE_OF } from '../media/media.repository.js';
import { EFFECTS } from './effect-entry.js';
import { entryOf, type Note, noteOf, type Said } from './entries.js';

/** A transcript that says whether something is to be summed up once its burst has its reply, after its recent part was read. */
export interface ConversationTranscript extends Transcript {
  isFull: boolean;
}

/** How far something reaches: the message it ends with, and when that was said. */
export interface Cursor {
  seq: number;
  at: Date;
}

export interface Following {
  messages: { seq: number; entry: TranscriptEntry }[];
  notes: TranscriptEntry[];
}

/** What a burst adds beside itself. */
const REPLY = 1;

/** Messages of the past are numbered below zero. */
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;
const AFTER_ALL = Number.MAX_SAFE_INTEGER;

/**
 * The message that \`m\` quotes or reacts to, where it was said in the same conversation: the id is the customer's word,
 * and another customer's message must not be read by it (P9).
 */
export const QUOTED = `
  left join message q on q.conversation_id = m.conversation_id
        and q.external_id = coalesce(m.extra_metadata ->> 'reply_to', m.extra_metadata #>> '{reaction,message_id}',
                                    m.extra_metadata #>> '{content,message_id}')`;
export const QUOTED_MESSAGE = `
  case when q.id is not null then jsonb_build_object(
    'text', q.message_text, 'media', q.media_info, 'details', q.extra_metadata - 'raw') end`;

const SAID = `m.id, m.sender_type as "senderType", m.sender_id as "senderId", m.message_text as text,
              m.media_info as media, m.extra_metadata - 'raw' as details,
              ${FILE_OF('m', `'state', f.state, 'reason', f.reason, 'id', f.id, 'mimeType', f.mime_type, 'size', f.size`)} as file, ${QUOTED_MESSAGE} as quoted, m.created_at as at`;

/**
 * What was in fact said: by the customer, dealt with; by the business, gone out or about to go, so that nothing is
 * said again while it waits to be sent. Whatever was cancelled or refused was not said. An edit or a revoke that its
 * message shows is nothing of its own.
 */
const SETTLED = `
  conversation_id = $1 and coalesce(extra_metadata ->> 'applied', '') <> 'true'
  and case when direction = 'inbound' then handled_at is not null else status not in ('cancelled', 'failed', 'draft') end`;

/** The newest of what no summary reaches. */
const RECENT = `
  with recent as (
    select * from message
     where ${SETTLED} and id <> all($3)
       and seq > coalesce((select reaches_seq from summary where conversation_id = $1), ${BEFORE_ALL})
     order by seq desc limit $2
  )
  select ${SAID} from recent m ${QUOTED} order by m.seq desc`;

/** What follows on message $2, in its order, up to what still waits for an answer. */
const FOLLOWING = `
  with following as (
    select * from message
     where ${SETTLED} and seq > $2
       and seq < coalesce((select min(seq) from message where conversation_id = $1 and direction = 'inbound'
                              and handled_at is null), ${AFTER_ALL})
     order by seq limit $3
  )
  select ${SAID}, m.seq from following m ${QUOTED} order by m.seq`;

const BURST = `select ${SAID} from message m ${QUOTED} where m.id = any($1) order by m.provider_ts, m.seq`;

/** Who took over and who handed back, and what tools of the business did, after a time; $2 of each. */
const NOTES = (after: string, order: 'asc' | 'desc'): string => `
  (select 'note-' || id as id, to_owner as "toOwner", operator_id as "operatorId", null::jsonb as effect, created_at as at
     from handoff_event where conversation_id = $1 and created_at > ${after} order by id ${order} limit $2)
  union all (${EFFECTS(after, order)})`;

/** The summary, and the newest notes that it does not reach. */
const REACHED = `coalesce((select reaches_at from summary where conversation_id = $1), '-infinity')`;
const EARLIER = `
  select (select jsonb_build_object('summary', words, 'kept', kept) from summary
           where conversation_id = $1 and made_at is not null) as earlier,
         (select coalesce(jsonb_agg(n), '[]') from (${NOTES(REACHED, 'desc')}) n) as notes`;

const NOTES_FOLLOWING = NOTES(`coalesce($3::timestamptz, '-infinity')`, 'asc');

/** Reads a conversation the way the assistant may see it: texts and times, no phone, no ids of the platform. */
@Injectable()
export class TranscriptRepository {
  constructor(
    private readonly db: Database,
    private readonly store: MediaStore,
  ) {}

  /** The transcript as of a turn that answers `burstIds`; each reads a bounded number of rows. */
  of(conversationId: string, burstIds: string[]): ConversationTranscript {
    const transcript: ConversationTranscript = {
      isFull: false,
      recent: async (limit) => {
        const recollection = await this.recent(conversationId, limit, burstIds);
        transcript.isFull = recollection.messages + burstIds.length + REPLY >= limit;
        return recollection;
      },
      burst: async () => (await this.db.query<Said>(BURST, [burstIds])).map(entryOf),
      open: (id) => this.store.get(id),
    };
    return transcript;
  }

  /** The first messages after `cursor`, with the notes among them, and where each message stands. */
  async following(conversationId: string, cursor: Cursor | null, limit: number): Promise<Following> {
    const [said, notes] = await Promise.all([
      this.db.query<Said & { seq: number }>(FOLLOWING, [conversationId, cursor?.seq ?? BEFORE_ALL, limit]),
      this.db.query<Note>(NOTES_FOLLOWING, [conversationId, limit, cursor?.at ?? null]),
    ]);
    return {
      messages: said.map((one) => ({ seq: one.seq, entry: entryOf(one) })),
      notes: notes.map(noteOf),
    };
  }

  private async recent(
    conversationId: string,
    limit: number,
    burstIds: string[],
  ): Promise<Recollection & { messages: number }> {
    const [said, [before]] = await Promise.all([
      this.db.query<Said>(RECENT, [conversationId, limit + 1, burstIds]),
      this.db.query<{ earlier: Earlier | null; notes: Note[] }>(EARLIER, [conversationId, limit]),
    ]);
    const hasGap = said.length > limit;
    const oldest = hasGap ? (said[limit - 1]?.at ?? new Date(0)) : new Date(0);
    const notes = (before?.notes ?? []).map((note) => ({ ...note, at: new Date(note.at) }));
    const entries = [
      ...said.slice(0, limit).toReversed().map(entryOf),
      ...notes.filter((note) => note.at >= oldest).map(noteOf),
    ];
    return {
      earlier: before?.earlier ?? { summary: null, kept: [] },
      hasGap,
      messages: said.length,
      entries: entries.toSorted((a, b) => a.at.localeCompare(b.at)),
    };
  }
}

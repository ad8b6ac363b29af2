import { Injectable } from '@nestjs/common';
import type { SentFile, Transcript, TranscriptEntry } from '../../ai/assistant.js';
import { Database } from '../../infra/database/database.js';
import { MediaStore } from '../../infra/media-store/media-store.js';
import { FILE_OF } from '../media/media.repository.js';
import { type Effect, effectEntry, EFFECTS } from './effect-entry.js';
import type { FileStanding, StoredMessage } from './stored-message.js';
import { wordsFor } from './words-for.js';

interface Said extends StoredMessage {
  id: string;
  file: (FileStanding & { id: string; mimeType: string | null; size: number | null }) | null;
  senderType: 'customer' | 'ai' | 'operator';
  senderId: string | null;
  at: Date;
}

interface OwnerNote {
  id: string;
  toOwner: string;
  operatorId: string | null;
  at: Date;
}

type Note = (OwnerNote & { effect: null }) | { effect: Effect; at: Date };

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
const RECENT = `
  with recent as (
    select * from message
     where conversation_id = $1 and coalesce(extra_metadata ->> 'applied', '') <> 'true'
       and (case when direction = 'inbound' then handled_at is not null and id <> all($3)
                 else status not in ('cancelled', 'failed') end)
     order by seq desc limit $2
  )
  select ${SAID} from recent m ${QUOTED} order by m.seq desc`;

const BURST = `select ${SAID} from message m ${QUOTED} where m.id = any($1) order by m.provider_ts, m.seq`;

/** Who took over and who handed back lately, and what tools of the business did. */
const NOTES = `
  (select 'note-' || id as id, to_owner as "toOwner", operator_id as "operatorId", null::jsonb as effect, created_at as at
     from handoff_event where conversation_id = $1 order by id desc limit $2)
  union all (${EFFECTS})`;

/** Reads a conversation the way the assistant may see it: texts and times, no phone, no ids of the platform. */
@Injectable()
export class TranscriptRepository {
  constructor(
    private readonly db: Database,
    private readonly store: MediaStore,
  ) {}

  /** The transcript as of a turn that answers `burstIds`; each reads a bounded number of rows. */
  of(conversationId: string, burstIds: string[]): Transcript {
    return {
      recent: (limit) => this.recent(conversationId, limit, burstIds),
      burst: async () => (await this.db.query<Said>(BURST, [burstIds])).map(entryOf),
      open: (id) => this.store.get(id),
    };
  }

  private async recent(conversationId: string, limit: number, burstIds: string[]): Promise<TranscriptEntry[]> {
    const [said, notes] = await Promise.all([
      this.db.query<Said>(RECENT, [conversationId, limit, burstIds]),
      this.db.query<Note>(NOTES, [conversationId, limit]),
    ]);
    const oldest = said.at(-1)?.at ?? new Date(0);
    const entries = [...said.toReversed().map(entryOf), ...notes.filter((note) => note.at >= oldest).map(noteOf)];
    return entries.toSorted((a, b) => a.at.localeCompare(b.at)).slice(-limit);
  }
}

const SPEAKERS = { customer: 'customer', ai: 'assistant', operator: 'colleague' } as const;

const entryOf = (said: Said): TranscriptEntry => ({
  id: said.id,
  speaker: SPEAKERS[said.senderType],
  name: said.senderType === 'operator' ? said.senderId : null,
  text: wordsFor(said),
  ...visibleIn(said),
  at: said.at.toISOString(),
});

/** What a customer shows. What is said in a recording is among the words; a sticker's name says enough. */
const visibleIn = ({ senderType, media, details, file }: Said): { file: SentFile } | null => {
  const isShown = media?.type !== undefined && SHOWN.has(media.type) && details?.revoked_at === undefined;
  if (senderType !== 'customer' || !isShown || file === null) return null;
  const { id, mimeType, size } = file;
  return mimeType === null || size === null ? null : { file: { id, mimeType, size } };
};

const SHOWN: ReadonlySet<string> = new Set(['image', 'video', 'document']);

const noteOf = (note: Note): TranscriptEntry =>
  note.effect === null ? ownerNote(note) : effectEntry(note.effect, note.at);

const ownerNote = ({ id, toOwner, operatorId, at }: OwnerNote): TranscriptEntry => ({
  id,
  speaker: 'note',
  name: operatorId,
  text: NOTE_TEXTS[toOwner] ?? `The conversation went to ${toOwner}.`,
  at: at.toISOString(),
});

const NOTE_TEXTS: Record<string, string> = {
  human: 'A colleague took the conversation over and answers from here on.',
  waiting: 'The assistant asked for a colleague; the customer was told.',
  external: 'A colleague answers from the phone.',
  ai: 'The human part has ended; the assistant answers again from here on. Earlier requests for a person are settled.',
};

import { Injectable } from '@nestjs/common';
import type { Transcript, TranscriptEntry } from '../../ai/assistant.js';
import { Database } from '../../infra/database/database.js';

interface Said {
  id: string;
  seq: number;
  senderType: 'customer' | 'ai' | 'operator';
  senderId: string | null;
  text: string | null;
  type: string | null;
  mediaType: string | null;
  at: Date;
}

interface OwnerNote {
  id: string;
  toOwner: string;
  operatorId: string | null;
  at: Date;
}

const SAID = `id, seq, sender_type as "senderType", sender_id as "senderId", message_text as text,
              extra_metadata ->> 'type' as type, media_info ->> 'type' as "mediaType", created_at as at`;

/**
 * What was in fact said: by the customer, dealt with; by the business, gone out or about to go, so that nothing is
 * said again while it waits to be sent. Whatever was cancelled or refused was not said.
 */
const RECENT = `
  select ${SAID} from message
   where conversation_id = $1
     and (case when direction = 'inbound' then handled_at is not null and id <> all($3)
               else status not in ('cancelled', 'failed') end)
   order by seq desc limit $2`;

const BURST = `select ${SAID} from message where id = any($1) order by provider_ts, seq`;

/** Who took over and who handed back lately. */
const NOTES = `
  select 'note-' || id as id, to_owner as "toOwner", operator_id as "operatorId", created_at as at from handoff_event
   where conversation_id = $1 order by id desc limit $2`;

/** Reads a conversation the way the assistant may see it: texts and times, no phone, no ids of the platform. */
@Injectable()
export class TranscriptRepository {
  constructor(private readonly db: Database) {}

  /** The transcript as of a turn that answers `burstIds`; each reads a bounded number of rows. */
  of(conversationId: string, burstIds: string[]): Transcript {
    return {
      recent: (limit) => this.recent(conversationId, limit, burstIds),
      burst: async () => (await this.db.query<Said>(BURST, [burstIds])).map(entryOf),
    };
  }

  private async recent(conversationId: string, limit: number, burstIds: string[]): Promise<TranscriptEntry[]> {
    const [said, notes] = await Promise.all([
      this.db.query<Said>(RECENT, [conversationId, limit, burstIds]),
      this.db.query<OwnerNote>(NOTES, [conversationId, limit]),
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
  text: said.text ?? `(sent something that cannot be shown here: ${said.mediaType ?? said.type ?? 'unknown'})`,
  at: said.at.toISOString(),
});

const noteOf = ({ id, toOwner, operatorId, at }: OwnerNote): TranscriptEntry => ({
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

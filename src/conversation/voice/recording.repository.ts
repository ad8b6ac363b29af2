import { Injectable } from '@nestjs/common';
import type { SentFile, Transcription } from '../../ai/assistant.js';
import { Database } from '../../infra/database/database.js';

/** A recording that is here and whose words nobody has written down. */
export interface Recording {
  messageId: string;
  file: SentFile;
}

@Injectable()
export class RecordingRepository {
  constructor(private readonly db: Database) {}

  /** Those among the messages, in platform order. */
  open(messageIds: string[]): Promise<Recording[]> {
    return this.db.query<Recording>(
      `select m.id as "messageId", jsonb_build_object('id', f.id, 'mimeType', f.mime_type, 'size', f.size) as file
         from message m join media f on f.message_id = m.id and f.state = 'stored'
        where m.id = any($1) and m.media_info ->> 'type' = 'audio' and m.message_text is null
        order by m.provider_ts, m.seq`,
      [messageIds],
    );
  }

  /** Words stay as they were first written down; a failure gives way to words. */
  async keep(messageId: string, { words, failure, model }: Transcription): Promise<void> {
    const transcript = words === null ? { model, failure } : { model };
    await this.db.query(
      `update message set message_text = $2,
              extra_metadata = coalesce(extra_metadata, '{}') || jsonb_build_object('transcript', $3::jsonb)
        where id = $1 and message_text is null`,
      [messageId, words, JSON.stringify(transcript)],
    );
  }
}

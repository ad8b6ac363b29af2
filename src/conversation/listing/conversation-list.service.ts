import { Injectable } from '@nestjs/common';
import { CallerError } from '../../infra/errors.js';
import type { ConversationReference } from '../conversation-reference.js';
import type { Owner } from '../owner/owner.js';
import { kindOf } from '../transcript/stored-message.js';
import { quotedText } from '../transcript/words-for.js';
import {
  type After,
  ConversationListRepository,
  type ConversationView,
  type ListedConversation,
  type ListedMessage,
  type MessageView,
} from './conversation-list.repository.js';

/** One page; `next_cursor` is null on the last. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** Reads conversations and transcripts for operators, page by page. */
@Injectable()
export class ConversationList {
  constructor(private readonly rows: ConversationListRepository) {}

  async conversations(owner: Owner | null, cursor: string | null, limit: number): Promise<Page<ConversationView>> {
    const found = await this.rows.page(owner, cursor === null ? null : readCursor(cursor), limit + 1);
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit).map(withoutCursor),
      next_cursor: last === undefined ? null : writeCursor({ atUs: last.cursor_us, id: last.id }),
    };
  }

  /** @throws CallerError 404 for an unknown customer. */
  async conversation(where: ConversationReference): Promise<ConversationView> {
    const found = await this.rows.find(where);
    if (found === null) throw new CallerError(404, 'No conversation with this customer');
    return found;
  }

  /** Newest first. */
  async messages(where: ConversationReference, cursor: string | null, limit: number): Promise<Page<MessageView>> {
    const { id } = await this.conversation(where);
    const found = await this.rows.messages(id, cursor === null ? null : readSeq(cursor), limit + 1);
    const last = found.length > limit ? found[limit - 1] : undefined;
    return { items: found.slice(0, limit).map(viewOf), next_cursor: last === undefined ? null : String(last.seq) };
  }
}

const viewOf = ({ quoted, ...message }: ListedMessage): MessageView => {
  const content = { text: message.message_text, media: message.media_info, details: message.extra_metadata };
  return { ...message, kind: kindOf(content), quoted_text: quotedText({ ...content, quoted }) };
};

const withoutCursor = ({ cursor_us: _cursor, ...conversation }: ListedConversation): ConversationView => conversation;

const writeCursor = (after: After): string => Buffer.from(`${after.atUs}|${after.id}`).toString('base64url');

const CURSOR = /^(\d{1,16})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const readCursor = (cursor: string): After => {
  const match = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match === null) throw new CallerError(400, ['cursor must be the next_cursor of an earlier page']);
  return { atUs: Number(match[1]), id: match[2] as string };
};

/** Below zero stands what was said before we were there. */
const SEQ = /^(?:\d{1,15}|-\d{13})$/;

const readSeq = (cursor: string): number => {
  if (!SEQ.test(cursor)) throw new CallerError(400, ['cursor must be the next_cursor of an earlier page']);
  return Number(cursor);
};

import { Injectable } from '@nestjs/common';
import { type ConversationReference, known } from '../conversation-reference.js';
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
import { OWN_ID_FORM } from '../own-id.js';
import { matchCursor, type Page, pageOf } from './page.js';

export type { MessageView } from './conversation-list.repository.js';

/** Reads conversations and transcripts for operators, page by page. */
@Injectable()
export class ConversationList {
  constructor(private readonly rows: ConversationListRepository) {}

  async conversations(owner: Owner | null, cursor: string | null, limit: number): Promise<Page<ConversationView>> {
    const found = await this.rows.page(owner, cursor === null ? null : readCursor(cursor), limit + 1);
    return pageOf(found, limit, ({ cursor_us: atUs, id }) => writeCursor({ atUs, id }), withoutCursor);
  }

  /** @throws CallerError 404 for an unknown customer. */
  async conversation(where: ConversationReference): Promise<ConversationView> {
    return known(await this.rows.find(where));
  }

  /** Newest first. */
  async messages(where: ConversationReference, cursor: string | null, limit: number): Promise<Page<MessageView>> {
    const { id } = await this.conversation(where);
    const found = await this.rows.messages(id, cursor === null ? null : readSeq(cursor), limit + 1);
    return pageOf(found, limit, ({ seq }) => String(seq), viewOf);
  }
}

const viewOf = ({ quoted, ...message }: ListedMessage): MessageView => {
  const content = { text: message.message_text, media: message.media_info, details: message.extra_metadata };
  return { ...message, kind: kindOf(content), quoted_text: quotedText({ ...content, quoted }) };
};

const withoutCursor = ({ cursor_us: _cursor, ...conversation }: ListedConversation): ConversationView => conversation;

const writeCursor = (after: After): string => Buffer.from(`${after.atUs}|${after.id}`).toString('base64url');

const CURSOR = new RegExp(`^(\\d{1,16})\\|(${OWN_ID_FORM})$`);

const readCursor = (cursor: string): After => {
  const match = matchCursor(Buffer.from(cursor, 'base64url').toString('utf8'), CURSOR);
  return { atUs: Number(match[1]), id: match[2] as string };
};

/** Below zero stands what was said before we were there. */
const SEQ = /^(?:\d{1,15}|-\d{13})$/;

const readSeq = (cursor: string): number => Number(matchCursor(cursor, SEQ)[0]);

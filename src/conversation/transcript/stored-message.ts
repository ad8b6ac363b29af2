import type { Json } from '../json.js';
import type { MediaInfo, MessageDetails, StoredContent } from '../message-content.js';

/** How far the file of a message has come to us. */
export interface FileStanding {
  state: 'waiting' | 'stored' | 'failed';
  /** Why it has not come, in words. */
  reason: string | null;
}

/** What a message's row says of its content; what is read of it was written by customers and may be anything. */
export interface MessageContent {
  text: string | null;
  media: Partial<MediaInfo> | null;
  details: StoredDetails | null;
  /** Left out where it does not matter. */
  file?: FileStanding | null;
}

/** … with the message it quotes or reacts to, where that one is known. */
export interface StoredMessage extends MessageContent {
  quoted: MessageContent | null;
}

export type StoredDetails = MessageDetails & {
  /** Absent on messages of the business. */
  kind?: string;
  /** On messages of the business that are neither text nor a file alone. */
  content?: StoredContent;
  /** The platform's word for the type. */
  type?: string;
  reply_to?: string;
  context?: Json;
  referral?: Json;
  /** The customer changed the words later; these count. */
  edited_text?: string;
  /** The customer withdrew the message; nobody should go by its words. */
  revoked_at?: string;
};

/** The customer's kind, or what the business sent: a kind of its own, a file, or text. */
export const kindOf = ({ media, details }: MessageContent): string =>
  details?.kind ?? details?.content?.type ?? media?.type ?? 'text';

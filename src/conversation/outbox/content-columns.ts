import {
  FILE_TYPES,
  type FileToSend,
  type OutgoingContent,
  type PlaceToSend,
  type TemplateValue,
} from '../../infra/clients/whatsapp/outgoing-content.js';
import type { StoredContent } from '../message-content.js';

/** How a message of the business stands in its row. */
export interface ContentColumns {
  /** `message_text`: the words a person reads. */
  text: string | null;
  /** `media_info`: the file, alone or as a header. */
  media: FileToSend | null;
  /** `extra_metadata.content`: everything else, with its `type`; null for text and files alone. */
  content: StoredContent | null;
}

/** Splits what is to be said into the columns that hold it; nothing is kept twice. */
export function columnsOf(content: OutgoingContent): ContentColumns {
  if (content.type === 'text') return { text: content.text, media: null, content: null };
  if (isFile(content)) return { text: content.caption ?? null, media: content, content: null };
  const { text = null, header, ...others }: Parts = content;
  const media = isFile(header) ? header : null;
  const kept = header === undefined || media !== null ? others : { ...others, header };
  return { text, media, content: kept as StoredContent };
}

/** What the columns say, as {@link columnsOf} has split it. */
export function contentOf({ text, media, content }: ContentColumns): OutgoingContent {
  if (content === null) return media ?? { type: 'text', text: text ?? '' };
  const header = media === null ? {} : { header: media };
  return { ...content, ...(text === null ? {} : { text }), ...header } as OutgoingContent;
}

/** What any of the other kinds may have. */
interface Parts {
  type: string;
  text?: string | null;
  header?: string | TemplateValue[] | FileToSend | PlaceToSend;
}

const FILES: ReadonlySet<string> = new Set(FILE_TYPES);

const isFile = (part: OutgoingContent | Parts['header']): part is FileToSend =>
  typeof part === 'object' && 'type' in part && FILES.has(part.type);

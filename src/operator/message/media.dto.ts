import { IsIn, IsOptional, ValidateIf } from 'class-validator';
import { FILE_TYPES, type FileType } from '../../infra/clients/whatsapp/outgoing-content.js';
import { OWN_ID } from '../customer-reference.js';
import { type Fault, Rule } from './rule.js';
import { faultOfLine, faultOfLink, faultOfWords } from './text-rules.js';

/** Files that carry words. Source of kinds and limit: Cloud API, media messages. */
const CAPTIONED: ReadonlySet<unknown> = new Set<FileType>(['image', 'video', 'document']);
export const CAPTION_LIMIT = 1_024;
const FILENAME_LIMIT = 240;

/** A file that is to be sent: uploaded here, known to the platform, or to be fetched by it. */
export class MediaDto {
  @IsIn(FILE_TYPES)
  type: FileType;

  @ValidateIf(({ id, link }: MediaDto) => id != null || link == null)
  @Rule('id', faultOfId)
  id?: string;

  @IsOptional()
  @Rule('link', faultOfLink)
  link?: string;

  @IsOptional()
  @Rule('caption', faultOfCaption)
  caption?: string;

  @IsOptional()
  @Rule('filename', faultOfFilename)
  filename?: string;
}

const PLATFORM_ID = /^\d{1,64}$/;

/** Whether a file was uploaded here; else the platform alone knows it. */
export const isOurs = (id: string): boolean => OWN_ID.test(id);

/** Whether words can stand beside a file of this type. */
export const isCaptioned = (type: unknown): boolean => CAPTIONED.has(type);

function faultOfId(id: unknown, { link }: MediaDto): Fault {
  if (id == null) return 'is missing: a file needs an id or a link';
  if (link != null) return 'cannot stand beside a link: a file needs one of the two';
  const isKnown = typeof id === 'string' && (PLATFORM_ID.test(id) || isOurs(id));
  return isKnown ? null : 'must be the id of an uploaded file, or digits';
}

function faultOfCaption(caption: unknown, { type }: MediaDto): Fault {
  if (!isCaptioned(type)) return `cannot stand beside ${type}: it carries no words`;
  return caption === '' ? null : faultOfWords(caption, CAPTION_LIMIT);
}

function faultOfFilename(filename: unknown, { type }: MediaDto): Fault {
  return type === 'document' ? faultOfLine(filename, FILENAME_LIMIT) : 'is for documents alone';
}

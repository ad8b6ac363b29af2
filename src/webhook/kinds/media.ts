import type { MediaType } from '../../conversation/message-content.js';
import { shapeOf } from '../shape.js';
import type { ContentReader } from './content.js';
import { booleanOf, present, textOf } from './fields.js';

const CAPTION_LIMIT = 4_096;
const FILENAME_LIMIT = 255;
/** Addresses of media carry signatures. */
const URL_LIMIT = 2_048;

/** A file of any kind; only its caption is the customer's words. */
export const readMedia =
  (type: MediaType): ContentReader =>
  (payload) => {
    const file = shapeOf(payload);
    if (file === undefined) return undefined;
    const media = present({
      type,
      id: textOf(file.id),
      mime_type: textOf(file.mime_type),
      sha256: textOf(file.sha256),
      caption: textOf(file.caption, CAPTION_LIMIT),
      filename: textOf(file.filename, FILENAME_LIMIT),
      voice: booleanOf(file.voice),
      animated: booleanOf(file.animated),
      url: textOf(file.url, URL_LIMIT),
    });
    return { kind: type, words: file.caption, media };
  };

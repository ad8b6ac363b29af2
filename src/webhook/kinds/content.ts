import type { MediaInfo, MessageDetails, MessageKind } from '../../conversation/message-content.js';
import type { Shape } from '../shape.js';

/** What one message says. */
export interface Content {
  kind: MessageKind;
  /** The customer's own words, as they came. */
  words?: unknown;
  media?: MediaInfo;
  details?: MessageDetails;
}

/**
 * Reads what stands under the type's own key, and, rarely, beside it. Undefined when too little of it can be read to
 * say what it is; the message is then kept whole.
 */
export type ContentReader = (payload: unknown, message: Shape) => Content | undefined;

/** The words in which a channel hands over what it received. Strings are storable: no NUL, no lone surrogate. */

/** A customer as the platform names them; at least one of `waId` and `userId` is set. */
export interface CustomerIdentity {
  /** Phone digits without plus, at most 20. */
  waId: string | null;
  /** Business-scoped user id (`CC.…`), present where the platform hides the phone. */
  userId: string | null;
  parentUserId: string | null;
  name: string | null;
}

/** Any JSON value, bounded in depth and size by whoever parsed it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface IncomingMessage {
  /** The platform's message id, at most 255 characters; the key of "handled once". */
  externalId: string;
  customer: CustomerIdentity;
  kind: 'text' | 'unsupported';
  /** The platform's own word for the type: `text`, `image`, … */
  platformType: string;
  /** What the customer wrote; null where there are no words. */
  text: string | null;
  /** Platform time; never in the future. */
  sentAt: Date;
  /** Platform id of the message this one quotes. */
  replyTo: string | null;
  /** False for what is no question: reactions, system notes, edits, revokes. */
  needsAnswer: boolean;
  /** True when a person sent it, which opens the 24-hour window; false for system notes. */
  opensWindow: boolean;
  /** Everything that did not get a column, as it came (bounded). */
  metadata: { [key: string]: Json };
}

/** One status the platform reported for one message we sent. */
export interface DeliveryReport {
  externalId: string;
  /** The platform's word, lower case; unknown words are kept. */
  status: string;
  /** Group participant, else ''. */
  participant: string;
  reportedAt: Date;
  /** Our own label, echoed by the platform (`biz_opaque_callback_data`). */
  label: string | null;
  error: Json | null;
  metadata: { [key: string]: Json };
}

/** Anything else that was signed: kept as it came, answered by nobody. */
export interface PlatformEvent {
  field: string;
  /** Hash of field and content; a repeat is dropped by it. */
  key: string;
  /** Why it was set aside, in a few words. */
  note: string;
  payload: Json;
}

/** All that one webhook request carried, in the order it came. */
export interface Delivery {
  messages: IncomingMessage[];
  reports: DeliveryReport[];
  events: PlatformEvent[];
}

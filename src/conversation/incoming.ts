/** The words in which a channel hands over what it received. Strings are storable: no NUL, no lone surrogate. */

import type { Json } from './json.js';
import type { MediaInfo, MessageKind } from './message-content.js';

export type { Json } from './json.js';

/** Names that say who a customer is. */
export interface CustomerNames {
  /** Phone digits without plus, at most 20. */
  waId: string | null;
  /** Business-scoped user id (`CC.…`), present where the platform hides the phone. */
  userId: string | null;
  parentUserId: string | null;
}

/** A customer as the platform names them; at least one of `waId` and `userId` is set. */
export interface CustomerIdentity extends CustomerNames {
  /** Without `@`; the customer may change it, and somebody else may have it then. */
  username: string | null;
  name: string | null;
}

/** The platform says that a customer is no longer who they were by name: another number, another id, another device. */
export interface IdentityChange {
  /** What they are known by until now; the names in `current` replace those of the same kind. */
  former: CustomerNames;
  /** From now on; null where nothing changed. */
  current: CustomerNames;
  /** Whether the number changed, with which the platform changes the user ids too. */
  isNewNumber: boolean;
  /** Platform time. */
  at: Date;
}

/** What was said, whoever said it. */
export interface SaidMessage {
  /** The platform's message id, at most 255 characters; the key of "handled once". */
  externalId: string;
  customer: CustomerIdentity;
  kind: MessageKind;
  /** The platform's own word for the type: `text`, `image`, … */
  platformType: string;
  /** The customer's own words: text, caption, chosen button or row, words beside an order; null where there are none. */
  text: string | null;
  /** The file that came, if one did. */
  media: MediaInfo | null;
  /** Platform time; ahead of our clock at most by what a clock may be off. */
  sentAt: Date;
  /** Platform id of the message this one quotes. */
  replyTo: string | null;
  /**
   * What did not get a column, bounded: `MessageDetails` of the kind, and `context`, `referral` and `errors` under the
   * platform's names. Of unsupported and unknown kinds the whole message as it came, under `raw`.
   */
  metadata: { [key: string]: Json };
}

/** A customer wrote, or called. */
export interface IncomingMessage extends SaidMessage {
  /** False for what is no question: reactions, system notes, calls; and for what another agent is to answer. */
  needsAnswer: boolean;
  /** True when a person sent it, which opens the 24-hour window; false for system notes. */
  opensWindow: boolean;
  /** What a system note says of the customer's names. */
  identityChange: IdentityChange | null;
  /** Another agent holds the thread; we were only told. */
  isOverheard: boolean;
}

/** Somebody spoke for the business without us, and has the conversation from then on. */
export interface EchoedMessage extends SaidMessage {
  speaker: 'phone app' | 'another agent';
}

/** Something said before we were there. It is kept, and nothing follows from it. */
export interface PastMessage extends SaidMessage {
  direction: 'inbound' | 'outbound';
  /** How far it had got; null for what the customer said. */
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed' | null;
}

/** The thread went from one agent to another. */
export interface Handover {
  customer: CustomerNames;
  /** Platform time. */
  at: Date;
}

/** A customer chose in WhatsApp's settings whether they want messages that they do not ask for. */
export interface Preference {
  customer: CustomerIdentity;
  optedOut: boolean;
  /** Platform time. */
  at: Date;
}

/** What the business calls a customer in the phone's address book. */
export interface ContactName {
  /** Digits. */
  phone: string;
  name: string;
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
  /** What an operator has to look at, because it keeps messages from going out; null for other news. */
  alert: string | null;
  /** Whether no message at all goes out from now on, by what it says. */
  stopsSending: boolean;
  payload: Json;
}

/** All that one webhook request carried, in the order it came. */
export interface Delivery {
  messages: IncomingMessage[];
  echoes: EchoedMessage[];
  past: PastMessage[];
  /** Those that came without a message. */
  identityChanges: IdentityChange[];
  handovers: Handover[];
  preferences: Preference[];
  contactNames: ContactName[];
  reports: DeliveryReport[];
  events: PlatformEvent[];
}

export const emptyDelivery = (): Delivery => ({
  messages: [],
  echoes: [],
  past: [],
  identityChanges: [],
  handovers: [],
  preferences: [],
  contactNames: [],
  reports: [],
  events: [],
});

/** All of these as one. */
export function mergeDeliveries(deliveries: readonly Delivery[]): Delivery {
  const all = emptyDelivery();
  for (const delivery of deliveries) append(delivery, all);
  return all;
}

/** One delivery for each item of `delivery`. */
export function splitDelivery(delivery: Delivery): Delivery[] {
  return KEYS.flatMap((key) => delivery[key].map((item) => ({ ...emptyDelivery(), [key]: [item] })));
}

export const sizeOf = (delivery: Delivery): number => KEYS.reduce((size, key) => size + delivery[key].length, 0);

const KEYS = Object.keys(emptyDelivery()) as (keyof Delivery)[];

/** Adds what `from` carries to `to`. */
export const append = (from: Partial<Delivery>, to: Delivery): void => {
  for (const key of KEYS) (to[key] as unknown[]).push(...(from[key] ?? []));
};

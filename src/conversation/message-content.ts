import type { FileToSend, FileType, OutgoingContent, TextToSend } from '../infra/clients/whatsapp/outgoing-content.js';
import type { Json } from './json.js';

/** What a message is, in our words: a closed list. */
export type MessageKind =
  | 'text'
  | 'image'
  | 'video'
  | 'audio'
  | 'document'
  | 'sticker'
  | 'location'
  | 'contacts'
  | 'button'
  | 'interactive'
  | 'reaction'
  | 'order'
  | 'system'
  | 'edit'
  | 'revoke'
  | 'request_welcome'
  | 'call'
  /** The platform itself says that it cannot hand the content on. */
  | 'unsupported'
  /** A type, or a shape of a known type, that we do not know. */
  | 'unknown';

export type MediaType = FileType;

/** A file, as the platform names it. Every string is the sender's: `filename` is no path, `url` no link to follow. */
export type MediaInfo = {
  type: MediaType;
  id?: string;
  mime_type?: string;
  sha256?: string;
  caption?: string;
  filename?: string;
  /** Audio: recorded in the chat. */
  voice?: boolean;
  /** Sticker. */
  animated?: boolean;
  url?: string;
};

export type PlaceDetails = { latitude: number; longitude: number; name?: string; address?: string; url?: string };

/** At most 20 of a message, each with at most 5 phones and 5 addresses of mail. */
export type ContactDetails = {
  name?: string;
  phones: { phone?: string; wa_id?: string; user_id?: string }[];
  emails?: string[];
  organization?: string;
  /** `contact_request` when it answers our request for the number. */
  origin?: string;
};

/** What the customer chose, filled in or allowed. `fields` is what the form said where that could be read. */
export type InteractiveDetails =
  | { type: 'button_reply' | 'list_reply'; id?: string; title?: string; description?: string }
  | { type: 'nfm_reply'; name?: string; body?: string; fields?: { [key: string]: Json }; unread?: string }
  | {
      type: 'call_permission_reply';
      response?: string;
      is_permanent?: boolean;
      expiration_timestamp?: number;
      response_source?: string;
    };

export type OrderItem = { product_retailer_id?: string; quantity?: number; item_price?: number; currency?: string };

/** At most 100 items; `left_out` counts the others. */
export type OrderDetails = { catalog_id?: string; product_items: OrderItem[]; left_out?: number };

/** A note of the platform about the customer; the ids are those that change. */
export type SystemDetails = {
  type?: string;
  body?: string;
  wa_id?: string;
  user_id?: string;
  parent_user_id?: string;
  previous_user_id?: string;
  previous_parent_user_id?: string;
  identity?: Json;
};

/** What the business sent, but for its words and its file, which have columns of their own. */
export type StoredContent = WithoutColumns<Exclude<OutgoingContent, TextToSend | FileToSend>>;
type WithoutColumns<Content> = Content extends { header?: infer Header }
  ? Omit<Content, 'text' | 'header'> & { header?: Exclude<Header, FileToSend> }
  : Omit<Content, 'text'>;

/** What `message.extra_metadata` holds of a message's content: the member named as the kind, where there is one. */
export type MessageDetails = {
  location?: PlaceDetails;
  contacts?: ContactDetails[];
  button?: { payload?: string };
  interactive?: InteractiveDetails;
  /** No emoji: the reaction was taken back. */
  reaction?: { message_id: string; emoji: string | null };
  order?: OrderDetails;
  system?: SystemDetails;
  /** The new words are the message's own text. */
  edit?: { original_message_id: string };
  revoke?: { original_message_id: string };
  /** Edit and revoke: whether the original message shows it. */
  applied?: boolean;
  call?: { direction?: string; status?: string };
  /** A recording whose words a machine wrote down (the message's text is these, not the customer's own), or why none did. */
  transcript?: { model?: string | null; failure?: string };
  /** The platform's word for what it cannot hand on. */
  unsupported?: { type?: string };
};

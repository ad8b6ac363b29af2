/**
 * Everything a business can say to a customer, in our words: a closed list. `text` is always the words that a person
 * reads. Limits stand where a message is asked for; what is here is ready to be sent.
 */
export type OutgoingContent =
  | TextToSend
  | FileToSend
  | PlaceToSend
  | ContactsToSend
  | ButtonsToSend
  | ListToSend
  | LinkToSend
  | LocationRequest
  | ReactionToSend
  | TemplateToSend;

export interface TextToSend {
  type: 'text';
  text: string;
}

export const FILE_TYPES = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** A file by the platform's id or by a public address; exactly one of the two. */
export interface FileToSend {
  type: FileType;
  id?: string;
  link?: string;
  /** Our own copy, which the platform does not know. */
  media_id?: string;
  /** Never beside audio and stickers. */
  caption?: string;
  filename?: string;
}

export interface PlaceToSend {
  type: 'location';
  /** Degrees. */
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}

export interface ContactsToSend {
  type: 'contacts';
  contacts: ContactToSend[];
}

export interface ContactToSend {
  name: string;
  /** `wa_id`, digits, lets the customer write to this contact with one tap. */
  phones?: { phone: string; type?: string; wa_id?: string }[];
  emails?: string[];
  organization?: string;
}

/** One thing to choose; the id comes back with the customer's choice. */
export interface Choice {
  id: string;
  title: string;
}

/** Up to three choices, each a button. */
export interface ButtonsToSend {
  type: 'buttons';
  text: string;
  header?: string | FileToSend;
  footer?: string;
  buttons: Choice[];
}

/** Up to ten choices behind one button, in sections. */
export interface ListToSend {
  type: 'list';
  text: string;
  header?: string;
  footer?: string;
  /** What the button says that opens the list. */
  button: string;
  sections: { title?: string; rows: (Choice & { description?: string })[] }[];
}

/** A link behind a button. */
export interface LinkToSend {
  type: 'cta_url';
  text: string;
  header?: string | FileToSend;
  footer?: string;
  display_text: string;
  url: string;
}

/** Asks the customer where they are. */
export interface LocationRequest {
  type: 'location_request';
  text: string;
}

export interface ReactionToSend {
  type: 'reaction';
  /** Platform id of the message reacted to. */
  message_id: string;
  /** Empty: the reaction is taken back. */
  emoji: string;
}

/** A template with its variables filled in; the only kind that may start a conversation. */
export interface TemplateToSend {
  type: 'template';
  /** What the customer sees; null when the template's own words are not known here. */
  text: string | null;
  name: string;
  language: string;
  header?: TemplateValue[] | FileToSend | PlaceToSend;
  body?: TemplateValue[];
  buttons?: TemplateButtonValue[];
}

/** Text for one variable; it has a name where the template names its variables, else its place counts. */
export interface TemplateValue {
  name?: string;
  text: string;
}

export interface TemplateButtonValue {
  /** Place of the button in the template, from 0. */
  index: number;
  kind: 'url' | 'copy_code';
  text: string;
}

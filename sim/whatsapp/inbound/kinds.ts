import type { JsonObject } from '../../records.js';
import type { Draft, Ingredients, Kind } from './draft.js';
import { interactiveKinds } from './interactive-kinds.js';
import { systemKinds } from './system-kinds.js';

const caption = (text: string | undefined): JsonObject => (text === undefined ? {} : { caption: text });

const mediaKinds: Record<string, Kind> = {
  image: ({ text, medium }) => ({ type: 'image', payload: { ...medium('image/jpeg'), ...caption(text) } }),
  video: ({ text, medium }) => ({ type: 'video', payload: { ...medium('video/mp4'), ...caption(text) } }),
  audio: ({ medium }) => ({ type: 'audio', payload: { ...medium('audio/mpeg'), voice: false } }),
  voice: ({ medium }) => ({ type: 'audio', payload: { ...medium('audio/ogg; codecs=opus'), voice: true } }),
  document: ({ text, medium }) => ({
    type: 'document',
    payload: { ...medium('application/pdf'), filename: 'invoice.pdf', ...caption(text) },
  }),
  sticker: ({ medium }) => ({ type: 'sticker', payload: { ...medium('image/webp'), animated: false } }),
};

const contact = (customer: string): JsonObject => ({
  name: { formatted_name: 'Ben Example', first_name: 'Ben', last_name: 'Example' },
  phones: [{ phone: `+${customer}`, wa_id: customer, type: 'CELL' }],
});

const plainKinds: Record<string, Kind> = {
  text: ({ text }) => ({ type: 'text', payload: { body: text } }),
  location: ({ text }) => ({
    type: 'location',
    payload: {
      latitude: 52.5163,
      longitude: 13.3777,
      name: text ?? 'Brandenburg Gate',
      address: 'Pariser Platz, Berlin',
    },
  }),
  /** Where the customer is: no name. */
  current_location: () => ({ type: 'location', payload: { latitude: 52.5163, longitude: 13.3777 } }),
  contacts: () => ({ type: 'contacts', payload: [contact('15550100999')] }),
  /** The answer to our question for the phone number. */
  contact_request_answer: ({ customer, target }) => ({
    type: 'contacts',
    payload: [{ ...contact(customer), origin: 'contact_request' }],
    more: { context: { id: target.ours } },
  }),
  reaction: ({ text, target }) => ({ type: 'reaction', payload: { message_id: target.ours, emoji: text ?? '👍' } }),
  reaction_removal: ({ target }) => ({ type: 'reaction', payload: { message_id: target.ours } }),
  order: ({ text }) => ({
    type: 'order',
    payload: {
      catalog_id: '194836987003835',
      text: text ?? '',
      product_items: [{ product_retailer_id: 'sku-1', quantity: 2, item_price: '9.50', currency: 'EUR' }],
    },
  }),
  edit: ({ text, target }) => ({
    type: 'edit',
    payload: { original_message_id: target.theirs, message: { type: 'text', text: { body: text ?? 'as I meant it' } } },
  }),
  revoke: ({ target }) => ({ type: 'revoke', payload: { original_message_id: target.theirs } }),
  request_welcome: () => ({ type: 'request_welcome' }),
};

const unsupported = (code: number, title: string, details: string, payload?: JsonObject): Draft => ({
  type: 'unsupported',
  payload,
  more: { errors: [{ code, title, message: title, error_data: { details } }] },
});
const lostKinds: Record<string, Kind> = {
  unsupported: ({ text }) =>
    unsupported(131051, 'Message type unknown', 'Message type is currently not supported.', {
      type: text ?? 'poll_creation',
    }),
  /** The customer's words are lost to the API; only the phone app shows them. */
  hidden: () => unsupported(131060, 'This message is unavailable', 'This message is currently unavailable.'),
  /** A medium the platform could not fetch. */
  undownloadable: () => unsupported(131052, 'Media download error', 'Media file size too big. Max file size: 100MB.'),
};

const KINDS: Record<string, Kind> = {
  ...mediaKinds,
  ...plainKinds,
  ...lostKinds,
  ...interactiveKinds,
  ...systemKinds,
};

/** The names of all kinds, for whoever mistypes one. */
export const KIND_NAMES = Object.keys(KINDS);

/** The message of this kind; a type nobody knows gets an empty object under its key. */
export const draftOf = (kind: string, ingredients: Ingredients): Draft =>
  (Object.hasOwn(KINDS, kind) ? KINDS[kind]?.(ingredients) : undefined) ?? { type: kind, payload: {} };

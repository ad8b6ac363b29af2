import type { Json } from '../json.js';
import type {
  ContactDetails,
  InteractiveDetails,
  MediaInfo,
  OrderDetails,
  PlaceDetails,
  SystemDetails,
} from '../message-content.js';
import { shortened } from './shortened.js';
import { kindOf, type MessageContent } from './stored-message.js';

/** Lines of an order or a form that are told, and characters of one. */
const LINE_COUNT = 30;
const LINE_LIMIT = 200;

/** What a message says: its words, or in parentheses what it is. Files are named, never looked into. */
export function describeContent(message: MessageContent): string {
  const { details } = message;
  const words = details?.edited_text ?? message.text;
  if (details?.edit !== undefined) return `(changed an earlier message to: ${words ?? 'something without words'})`;
  if (details?.revoke !== undefined) return '(withdrew an earlier message)';
  if (message.media !== null) return describeFile(message.media, words);
  if (details?.order !== undefined) return describeOrder(details.order, words);
  return words ?? withoutWords(message);
}

function withoutWords({ media, details }: MessageContent): string {
  if (details?.location !== undefined) return describePlace(details.location);
  if (details?.contacts !== undefined) return `(sent contacts: ${details.contacts.map(describeContact).join('; ')})`;
  if (details?.interactive !== undefined) return describeAnswer(details.interactive);
  if (details?.system !== undefined) return describeNote(details.system);
  const kind = kindOf({ text: null, media, details });
  if (kind === 'request_welcome') return '(opened the chat)';
  if (kind === 'call') return '(called; calls are not answered here)';
  const type = details?.unsupported?.type ?? details?.type ?? kind;
  return `(sent something this system does not know: ${shortened(type, LINE_LIMIT)})`;
}

const FILES: Record<string, string> = {
  image: 'an image',
  video: 'a video',
  audio: 'an audio file',
  document: 'a document',
  sticker: 'a sticker',
};

const describeFile = ({ type, voice, filename, caption }: Partial<MediaInfo>, words: string | null): string => {
  const file = voice === true ? 'a voice message' : (FILES[type ?? ''] ?? 'a file');
  const named = filename === undefined ? file : `${file} named "${shortened(filename, LINE_LIMIT)}"`;
  const said = words ?? caption ?? null;
  return said === null ? `(sent ${named})` : `(sent ${named}: ${said})`;
};

const describePlace = ({ latitude, longitude, name, address }: PlaceDetails): string => {
  const place = [name, address].filter((part) => part !== undefined).join(', ');
  const at = `${latitude}, ${longitude}`;
  return place === '' ? `(sent a location: ${at})` : `(sent a location: ${shortened(place, LINE_LIMIT)}, at ${at})`;
};

const describeContact = ({ name, phones }: ContactDetails): string => {
  const numbers = phones.flatMap(({ phone, wa_id }) => phone ?? wa_id ?? []).join(', ');
  return shortened(`${name ?? 'no name'}${numbers === '' ? '' : ` ${numbers}`}`, LINE_LIMIT);
};

const describeOrder = ({ product_items: items, left_out: leftOut = 0 }: OrderDetails, words: string | null): string => {
  const lines = items.slice(0, LINE_COUNT).map(({ quantity, product_retailer_id: product, item_price, currency }) => {
    const price = item_price === undefined ? '' : ` at ${item_price} ${currency ?? ''}`.trimEnd();
    return shortened(`- ${quantity ?? '?'} x ${product ?? 'a product without a number'}${price}`, LINE_LIMIT);
  });
  const more = items.length - lines.length + leftOut;
  const order = [`(sent an order:`, ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
  return words === null ? `${order})` : `${order})\n${words}`;
};

const describeAnswer = (answer: InteractiveDetails): string => {
  switch (answer.type) {
    case 'nfm_reply':
      return describeForm(answer.fields);
    case 'call_permission_reply':
      return `(answered the request to be called: ${shortened(answer.response ?? 'no answer', LINE_LIMIT)})`;
    default:
      return `(chose ${shortened(answer.id ?? 'something without a name', LINE_LIMIT)})`;
  }
};

/** The token is ours, and no words of the customer. */
const describeForm = (fields: { [key: string]: Json } | undefined): string => {
  const lines = Object.entries(fields ?? {})
    .filter(([name]) => name !== 'flow_token')
    .slice(0, LINE_COUNT)
    .map(([name, value]) =>
      shortened(`- ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`, LINE_LIMIT),
    );
  return lines.length === 0 ? '(filled in a form)' : ['(filled in a form:', ...lines].join('\n').concat(')');
};

const describeNote = ({ type }: SystemDetails): string =>
  type !== undefined && CHANGES_OF_NUMBER.has(type)
    ? '(WhatsApp says that the customer changed their phone number)'
    : '(WhatsApp says that something about the customer changed)';

const CHANGES_OF_NUMBER = new Set(['user_changed_number', 'customer_changed_number']);

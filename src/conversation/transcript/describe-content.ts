import type { Json } from '../json.js';
import type { InteractiveDetails, MediaInfo, OrderDetails, SystemDetails } from '../message-content.js';
import { describeSent } from './describe-sent.js';
import { describeContacts, describePlace, THING_LIMIT } from './describe-things.js';
import { shortened } from './shortened.js';
import { type FileStanding, kindOf, type MessageContent } from './stored-message.js';

/** Lines of an order or a form that are told. */
const LINE_COUNT = 30;

/** What a message says: its words, or in parentheses what it is. Files are named, never looked into. */
export function describeContent(message: MessageContent): string {
  const { details } = message;
  const words = details?.edited_text ?? message.text;
  if (details?.edit !== undefined) return `(changed an earlier message to: ${words ?? 'something without words'})`;
  if (details?.revoke !== undefined) return '(withdrew an earlier message)';
  const file = message.media === null ? null : describeFile(message.media, words, message);
  if (details?.content !== undefined) return describeSent(details.content, file ?? words);
  if (file !== null) return file;
  if (details?.order !== undefined) return describeOrder(details.order, words);
  return words ?? withoutWords(message);
}

function withoutWords({ media, details }: MessageContent): string {
  if (details?.location !== undefined) return describePlace(details.location);
  if (details?.contacts !== undefined) return describeContacts(details.contacts);
  if (details?.interactive !== undefined) return describeAnswer(details.interactive);
  if (details?.system !== undefined) return describeNote(details.system);
  const kind = kindOf({ text: null, media, details });
  if (kind === 'request_welcome') return '(opened the chat)';
  if (kind === 'call') return '(called; calls are not answered here)';
  const type = details?.unsupported?.type ?? details?.type ?? kind;
  return `(sent something this system does not know: ${shortened(type, THING_LIMIT)})`;
}

const FILES: Record<string, string> = {
  image: 'an image',
  video: 'a video',
  audio: 'an audio file',
  document: 'a document',
  sticker: 'a sticker',
};

/** A file that is not here is told as such, so that nobody answers as if it had been looked at. */
const describeFile = (
  { type, voice, filename, caption }: Partial<MediaInfo>,
  words: string | null,
  { details, file: standing }: MessageContent,
): string => {
  const file = voice === true ? 'a voice message' : (FILES[type ?? ''] ?? 'a file');
  const named = filename === undefined ? file : `${file} named "${shortened(filename, THING_LIMIT)}"`;
  if (details?.transcript !== undefined) return describeRecording(named, words, details.transcript.failure);
  const said = words ?? caption ?? null;
  const missing = missingBecause(standing);
  if (missing !== null) return [`(sent ${named} ${missing})`, ...(said === null ? [] : [said])].join('\n');
  return said === null ? `(sent ${named})` : `(sent ${named}: ${said})`;
};

const describeRecording = (recording: string, words: string | null, failure = 'it is not known why'): string =>
  words === null
    ? `(sent ${recording} whose words could not be written down: ${failure})`
    : `(sent ${recording}, whose words a machine wrote down:)\n${words}`;

const missingBecause = (standing: FileStanding | null | undefined): string | null => {
  if (standing == null || standing.state === 'stored') return null;
  const fault = standing.state === 'failed' ? 'that could not be fetched' : 'that has not arrived here yet';
  return standing.reason === null ? fault : `${fault}: ${standing.reason}`;
};

const describeOrder = ({ product_items: items, left_out: leftOut = 0 }: OrderDetails, words: string | null): string => {
  const lines = items.slice(0, LINE_COUNT).map(({ quantity, product_retailer_id: product, item_price, currency }) => {
    const price = item_price === undefined ? '' : ` at ${item_price} ${currency ?? ''}`.trimEnd();
    return shortened(`- ${quantity ?? '?'} x ${product ?? 'a product without a number'}${price}`, THING_LIMIT);
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
      return `(answered the request to be called: ${shortened(answer.response ?? 'no answer', THING_LIMIT)})`;
    default:
      return `(chose ${shortened(answer.id ?? 'something without a name', THING_LIMIT)})`;
  }
};

/** The token is ours, and no words of the customer. */
const describeForm = (fields: { [key: string]: Json } | undefined): string => {
  const lines = Object.entries(fields ?? {})
    .filter(([name]) => name !== 'flow_token')
    .slice(0, LINE_COUNT)
    .map(([name, value]) =>
      shortened(`- ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`, THING_LIMIT),
    );
  return lines.length === 0 ? '(filled in a form)' : ['(filled in a form:', ...lines].join('\n').concat(')');
};

const describeNote = ({ type }: SystemDetails): string =>
  type !== undefined && CHANGES_OF_NUMBER.has(type)
    ? '(WhatsApp says that the customer changed their phone number)'
    : '(WhatsApp says that something about the customer changed)';

const CHANGES_OF_NUMBER = new Set(['user_changed_number', 'customer_changed_number']);

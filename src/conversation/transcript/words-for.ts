import type { Json } from '../json.js';
import { describeContent } from './describe-content.js';
import { shortened } from './shortened.js';
import type { MessageContent, StoredMessage } from './stored-message.js';

/** Characters shown of a quoted message and of an advertisement. */
const QUOTE_LIMIT = 200;
const ADVERTISEMENT_LIMIT = 300;

/**
 * A stored message as the assistant reads it: its own words, and in parentheses what cannot be read but was sent, what
 * it answers and where it came from. Never the words of a message that was withdrawn.
 */
export function wordsFor(message: StoredMessage): string {
  if (message.details?.revoked_at !== undefined) return WITHDRAWN;
  const { reaction, content } = message.details ?? {};
  if (reaction !== undefined) return reactionTo(quotedText(message), reaction.emoji);
  if (content?.type === 'reaction') return reactionTo(quotedText(message), content.emoji || null);
  return [...surroundings(message), describeContent(message)].join('\n');
}

/** What the message quotes or reacts to, in at most 200 characters; null when it quotes nothing we know. */
export const quotedText = ({ quoted }: StoredMessage): string | null =>
  quoted === null ? null : shortened(ownWordsFor(quoted), QUOTE_LIMIT);

const WITHDRAWN = '(wrote a message and withdrew it)';

/** The message by itself, without what surrounds it. */
const ownWordsFor = (message: MessageContent): string =>
  message.details?.revoked_at === undefined ? describeContent(message) : WITHDRAWN;

const reactionTo = (quoted: string | null, emoji: string | null): string => {
  const target = quoted === null ? 'an earlier message' : quoted;
  return emoji === null ? `(took back the reaction to: ${target})` : `(reacted with ${emoji} to: ${target})`;
};

const surroundings = (message: StoredMessage): string[] => {
  const lines: string[] = [];
  const advertisement = advertisementOf(message.details?.referral);
  if (advertisement !== '')
    lines.push(`(came from an advertisement: ${shortened(advertisement, ADVERTISEMENT_LIMIT)})`);
  const { forwarded, frequently_forwarded: often, referred_product: product } = membersOf(message.details?.context);
  if (forwarded === true || often === true) lines.push('(forwarded from another chat)');
  const productId = membersOf(product)['product_retailer_id'];
  if (typeof productId === 'string') lines.push(`(about the product ${shortened(productId, QUOTE_LIMIT)})`);
  const quoted = quotedText(message);
  if (quoted !== null) lines.push(`(in reply to: ${quoted})`);
  else if (message.details?.reply_to !== undefined) lines.push('(in reply to a message that is not known here)');
  return lines;
};

const advertisementOf = (referral: Json | undefined): string => {
  const { headline, body, source_url: url } = membersOf(referral);
  return [headline, body, url].filter((part) => typeof part === 'string' && part !== '').join(' | ');
};

/** Kept as the platform sent it, so it may be no object at all. */
const membersOf = (value: Json | undefined): { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

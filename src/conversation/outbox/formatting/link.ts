import { decodeHTMLStrict } from 'entities';

/**
 * A link as WhatsApp can show it: `words: address`, or the address alone where the words say the same.
 * @param raw as the author wrote it; a bare address stays so
 */
export function linkTo(href: string, words: string, raw: string): string {
  const address = addressIn(decodeHTMLStrict(href));
  if (address === null) return words;
  if (isSame(raw, address)) return raw;
  const label = words.trim().replace(/:$/, '');
  return label === '' || isSame(label, address) ? address : `${label}: ${address}`;
}

/** What can be opened from a chat; anchors and scripts cannot. */
const addressIn = (href: string): string | null => {
  if (/^https?:\/\//i.test(href)) return href;
  return /^(?:mailto|tel):(.+)$/i.exec(href)?.[1] ?? null;
};

const isSame = (one: string, other: string): boolean => bare(one) === bare(other);

const bare = (address: string): string =>
  address
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:|tel:)/, '')
    .replace(/\/$/, '');

import { parse } from 'tldts';
import { withoutHidden } from '../../../infra/hidden-characters.js';

/** Something that WhatsApp makes clickable, or that opens when it is copied. */
export interface Link {
  /** As it stands in the text, in its plainest letters. */
  written: string;
  /** In small letters, punycode, with a port that is not the usual one; null where it hides whom it leads to. */
  host: string | null;
  /** Host, path and query, by which two links are compared. */
  address: string;
}

const WEB = /\bhttps?:\/\/[^\s<>"]+/g;
const OTHER_SCHEME =
  /\b(?!https?:)[a-z][a-z\d+.-]{1,20}:\/\/[^\s<>"]+|\b(?:javascript|vbscript):\S+|\bdata:[a-z]*\/?[a-z]*[;,]\S+/g;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}])?`;
const ENDING = String.raw`(?:xn--[a-z\d-]{2,59}|\p{L}[\p{L}\p{M}]{1,62})(?![\p{L}\p{M}\p{N}])`;
const IP = String.raw`\d{1,3}(?:\.\d{1,3}){3}(?![\d.])`;
const BARE = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}@._-])(?:(?:${LABEL}\.)+${ENDING}|${IP})(?::\d+)?(?:[/?#][^\s<>"]*)?`,
  'gu',
);
const MAIL = /[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,}/gu;
const AUTHORITY = /^https?:\/\/([\p{L}\p{M}\p{N}.-]+(?::\d+)?)(?:[/?#]|$)/u;
/** What ends a sentence or closes a bracket ends no address. */
const TRAILING = /[.,;:!?'")\]}»”’…]+$/u;

/** A text in which what looks like an address is written like one. */
const clickable = (text: string): string =>
  withoutHidden(text)
    .normalize('NFKC')
    .replaceAll(/[。．｡․‧∙・]/g, '.')
    .replaceAll(/[*~`]|\u200C|\u200D/g, '')
    .toLowerCase();

/**
 * The links in a text, in any form: with a scheme or bare, in other letters, with a name in front of the host, a port, an
 * IP address. A bare word is one where its ending is a top-level domain.
 * @param isAny whether any words with a point between them count, as where a business writes down its addresses
 */
export function linksIn(text: string, isAny = false): Link[] {
  const plain = clickable(text);
  const web = (plain.match(WEB) ?? []).map(toWebLink);
  const others = (plain.match(OTHER_SCHEME) ?? []).map((written) => ({ written, host: null, address: written }));
  const rest = plain.replaceAll(WEB, ' ').replaceAll(OTHER_SCHEME, ' ').replaceAll(MAIL, ' ');
  const bare = (rest.match(BARE) ?? []).map(toBareLink).filter(({ host }) => host !== null && (isAny || isHost(host)));
  return [...web, ...others, ...bare];
}

function toWebLink(found: string): Link {
  const written = found.replace(TRAILING, '');
  const isPlain = AUTHORITY.test(written) && URL.canParse(written);
  return isPlain ? linkTo(written, new URL(written)) : { written, host: null, address: written };
}

function toBareLink(found: string): Link {
  const written = found.replace(TRAILING, '');
  const url = `https://${written}`;
  return URL.canParse(url) ? linkTo(written, new URL(url)) : { written, host: null, address: written };
}

function linkTo(written: string, { host, pathname, search }: URL): Link {
  const bare = host.replace(/^www\./, '').replace(/\.$/, '');
  return { written, host: bare, address: `${bare}${pathname.replace(/\/$/, '')}${search}` };
}

const isHost = (host: string): boolean => {
  const { isIcann, isIp, domain } = parse(host);
  return isIp === true || (isIcann === true && domain !== null);
};

/** A text in which these links can be read but not opened; in its plainest letters where they were disguised. */
export function defused(text: string, links: readonly Link[]): string {
  const without = (words: string): string =>
    links.reduce((left, { written }) => left.replaceAll(new RegExp(escaped(written), 'gi'), unlinked), words);
  const read = without(text);
  const left = new Set(linksIn(read).map(({ address }) => address));
  return links.some(({ address }) => left.has(address)) ? without(clickable(text)) : read;
}

/** A text for people of the business, in which no link can be opened. */
export const unopenable = (text: string): string => defused(text, linksIn(text));

const escaped = (words: string): string => words.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const unlinked = (written: string): string => written.replaceAll('.', '[.]').replaceAll(':', '[:]');

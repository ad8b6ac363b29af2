import type { MarkedToken, Token, Tokens } from 'marked';
import { withAnchors, withoutTags } from './html.js';
import { linkTo } from './link.js';
import { plainText } from './plain-text.js';

const SIGNS = { strong: '*', em: '_', del: '~' } as const;
/** WhatsApp sees a sign only where a word begins or ends; this makes one do so. */
const WORD_EDGE = '\u200B';

const isWord = (sign: string): boolean => /[\p{L}\p{N}]/u.test(sign);

/**
 * Words within a block, with WhatsApp's signs.
 * @param open signs that are in force already; none is set twice
 */
export function inline(tokens: readonly Token[], open = ''): string {
  const parts = withAnchors(tokens as MarkedToken[]);
  return parts.reduce((text, token, at) => {
    return text + spoken(token, open, text.at(-1) ?? '', parts[at + 1]?.raw[0] ?? '');
  }, '');
}

function spoken(token: MarkedToken, open: string, before: string, after: string): string {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return emphasis(token, open, before, after);
    case 'codespan':
      return token.text.includes('`') ? `\`\`\`${token.text}\`\`\`` : `\`${token.text}\``;
    case 'link':
      return linkTo(token.href, inline(token.tokens, open), token.raw);
    case 'image':
      return linkTo(token.href, plainText(token.text), token.raw);
    case 'br':
      return '\n';
    case 'escape':
      return literal(token.text, before, after);
    case 'html':
      return plainText(withoutTags(token.text));
    case 'text':
      return token.tokens === undefined ? plainText(token.text) : inline(token.tokens, open);
    default:
      return plainText(token.raw);
  }
}

/** Signs between letters or digits (2*3*4, ~5) are data and stay as they are. */
function emphasis(token: Tokens.Strong | Tokens.Em | Tokens.Del, open: string, before: string, after: string): string {
  if (isData(token, before, after)) return token.raw;
  const sign = SIGNS[token.type];
  const words = inline(token.tokens, open + sign);
  if (open.includes(sign)) return words;
  return `${isWord(before) ? WORD_EDGE : ''}${wrapped(sign, words)}${isWord(after) ? WORD_EDGE : ''}`;
}

const isData = ({ type, raw }: Tokens.Strong | Tokens.Em | Tokens.Del, before: string, after: string): boolean => {
  if (type === 'del') return !raw.startsWith('~~');
  const inWords = type === 'em' ? /[A-Za-z0-9]/ : /[0-9]/;
  return inWords.test(before) && inWords.test(after);
};

/** Sets the sign close around the words of each line; not around an address, which it would become a part of. */
export const wrapped = (sign: string, text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const words = line.trim();
      const isBare = words === '' || words.includes(sign) || words.includes('://');
      return isBare ? line : line.replace(words, () => sign + words + sign);
    })
    .join('\n');

/** A sign that the author escaped, so that WhatsApp does not see one either. */
const literal = (text: string, before: string, after: string): string =>
  /[*_~`]/.test(text) && isWord(before) !== isWord(after) ? text + WORD_EDGE : text;

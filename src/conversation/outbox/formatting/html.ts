import type { MarkedToken } from 'marked';

/** Names of HTML's elements that a model may write; what else stands in angle brackets is the author's words. */
const NAMES =
  'a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|' +
  'small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul';
const TAG = new RegExp(`</?(${NAMES})(?:\\s[^<>]*)?/?>`, 'gi');
const COMMENT = /<!--[^]*?-->/g;
const BREAKS = new Set(['br', 'hr', 'p', 'li', 'tr', 'div']);
const HREF = /^<a\s[^<>]*?href\s*=\s*["']?([^"'\s<>]+)/i;

/** Takes tags and comments out; where one begins a line, a line begins. */
export const withoutTags = (text: string): string =>
  text
    .replaceAll(COMMENT, '')
    .replaceAll(TAG, (tag, name: string) => (BREAKS.has(name.toLowerCase()) && !tag.startsWith('</') ? '\n' : ''));

/** Makes links of the anchors among the tokens. */
export function withAnchors(tokens: readonly MarkedToken[]): readonly MarkedToken[] {
  const start = tokens.findIndex((token) => token.type === 'html' && HREF.test(token.text));
  const href = HREF.exec(tokens[start]?.raw ?? '')?.[1];
  const length = tokens.slice(start).findIndex(({ type, raw }) => type === 'html' && /^<\/a\s*>$/i.test(raw));
  if (href === undefined || length < 0) return tokens;
  const inside = tokens.slice(start + 1, start + length);
  const text = inside.map(({ raw }) => raw).join('');
  const link = { type: 'link', raw: `<${text}>`, href, text, tokens: inside } as const;
  return [...tokens.slice(0, start), link, ...withAnchors(tokens.slice(start + length + 1))];
}

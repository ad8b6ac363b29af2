import type { MarkedToken, Token, Tokens } from 'marked';
import { inline, wrapped } from './inline.js';
import { withoutTags } from './html.js';
import { plainText } from './plain-text.js';

/** Blocks of text, with the blank lines between them that the author left. */
export function blocks(tokens: readonly Token[]): string {
  let text = '';
  let gap = '';
  for (const token of tokens as MarkedToken[]) {
    const said = block(token);
    if (said !== '') {
      text += gap + said;
      gap = '\n';
    }
    if (text !== '' && (token.type === 'hr' || endsInBlankLine(token.raw))) gap = '\n\n';
  }
  return text;
}

const endsInBlankLine = (raw: string): boolean => raw.slice(raw.trimEnd().length).split('\n').length > 2;

function block(token: MarkedToken): string {
  switch (token.type) {
    case 'heading':
      return wrapped('*', inline(token.tokens, '*'));
    case 'paragraph':
      return inline(token.tokens);
    case 'text':
      return token.tokens === undefined ? plainText(token.text) : inline(token.tokens);
    case 'list':
      return list(token);
    case 'blockquote':
      return quote(blocks(token.tokens));
    case 'table':
      return table(token);
    case 'code':
      return `\`\`\`\n${token.text}\n\`\`\``;
    case 'html':
      return plainText(withoutTags(token.text)).trim();
    case 'space':
    case 'hr':
    case 'def':
      return '';
    default:
      return inline([token]);
  }
}

/** Numbers are kept, also those of a list that does not begin at one. What is nested stands on the same level. */
function list({ ordered, start, items }: Tokens.List): string {
  return items
    .map((item, at) => {
      const sign = ordered ? `${Number(start) + at}.` : '-';
      const box = item.task ? (item.checked === true ? '☑ ' : '☐ ') : '';
      return `${sign} ${box}${blocks(item.tokens.filter(({ type }) => type !== 'space' && type !== 'checkbox'))}`.trim();
    })
    .join('\n');
}

/** One level of quotation, whatever the author's. */
const quote = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' || line.startsWith('> ') ? line : `> ${line}`))
    .join('\n');

/** A line for each cell, named by its column; a paragraph for each row. */
function table({ header, rows }: Tokens.Table): string {
  const labels = header.map((cell) => inline(cell.tokens));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => [labels[at] ?? '', inline(cell.tokens)] as const)
      .filter(([, value]) => value !== '')
      .map(([label, value]) => (label === '' ? value : `${label}: ${value}`))
      .join('\n'),
  );
  return rows.length === 0 ? labels.join(', ') : lines.filter((line) => line !== '').join('\n\n');
}

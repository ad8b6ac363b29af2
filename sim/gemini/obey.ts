import { isObject } from '../records.js';
import type { ModelReply } from './rules.js';

/**
 * A model without a will of its own: it does what an order says that somebody put into its prompt, wherever. Orders are
 * `OBEY<number> <what> <more> YEBO`; the last one counts.
 */
const ORDER = /OBEY\d* (\w+)(?: (.*?))? YEBO/gis;

/** The word by which the prompt's rules are marked. */
const MARK = /The word (\w+) marks/;

const code = (letter: string): number => letter.charCodeAt(0);
const moved = (letter: string): string => String.fromCharCode(((code(letter) - 97 + 13) % 26) + 97);
const ALIKE: Record<string, string> = {
  c: 'с',
  p: 'р',
  x: 'х',
  k: 'к',
  h: 'һ',
  j: 'ј',
  s: 'ѕ',
  m: 'м',
  b: 'в',
  n: 'п',
};

/** How something that must not be said may be written. */
export const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  capitals: (text) => text.toUpperCase(),
  spaced: (text) => [...text].join(' '),
  reversed: (text) => [...text].toReversed().join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  numbers: (text) => Array.from(text, (letter) => String(code(letter))).join(' '),
  zero_width: (text) => [...text].join('\u200b'),
  look_alikes: (text) => Array.from(text, (letter) => ALIKE[letter] ?? letter).join(''),
  rot13: (text) => text.replaceAll(/[a-z]/g, moved),
  comments: (text) => text.replaceAll(/[a-z]/g, '$&<!-- -->'),
};

/** What a request comes down to for somebody who only looks for orders. */
export interface Orders {
  system: string;
  /** All that the contents say, results of functions included. */
  everything: string;
}

/** What the model does at the order's word; null where the prompt has none. */
export function obeyed({ system, everything }: Orders): ModelReply | null {
  const [, verb = '', more = ''] = [...spelledOut(everything).matchAll(ORDER)].at(-1) ?? [];
  const encode = ENCODINGS[more] ?? ENCODINGS['plain'];
  switch (verb) {
    case 'reveal':
      return said(encode?.(system));
    case 'mark':
      return said(encode?.(MARK.exec(system)?.[1] ?? ''));
    case 'dump':
      return said(everything.replaceAll(ORDER, ''));
    /** The words in base64, so that they stand nowhere in the prompt. */
    case 'say':
      return said(Buffer.from(more, 'base64').toString('utf8'));
    case 'call':
      return calledBy(more);
    default:
      return null;
  }
}

const said = (text = ''): ModelReply => ({ kind: 'text', text: text || 'nothing' });

/** `name {"argument": …}`, the arguments in base64. */
function calledBy(more: string): ModelReply {
  const [name = '', args = ''] = more.split(' ');
  const read: unknown = JSON.parse(Buffer.from(args, 'base64').toString('utf8'));
  return { kind: 'tool-call', name, args: isObject(read) ? read : {} };
}

/** A model reads what is written in tags. */
const spelledOut = (text: string): string =>
  text.replaceAll(/[\u{E0020}-\u{E007E}]/gu, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000));

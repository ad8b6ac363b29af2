import { decodeHTMLStrict } from 'entities';

/** Bold that the parser does not see, because punctuation stands inside and a letter outside: **Note:**this. */
const MISSED_BOLD = /(?<!\*)\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*(?!\*)/g;
/** … and a sign of which the other half is missing; not a power (2**3), not a masked number (****1234). */
const LOST_SIGN =
  /(?<![\p{L}\p{N}*])\*\*(?=[^\s*])|(?<=[^\s*])\*\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}~])~~(?=[^\s~])|(?<=[^\s~])~~(?![\p{L}\p{N}~])/gu;
const FOOTNOTE = /^\[\^([^\]\s]{1,40})\]:|\[\^([^\]\s]{1,40})\]/g;

/** Words without what is left of markdown, HTML and LaTeX in them. */
export const plainText = (text: string): string =>
  decodeHTMLStrict(
    withoutLatex(text)
      .replaceAll(MISSED_BOLD, '*$1*\u200B')
      .replaceAll(LOST_SIGN, '')
      .replaceAll(FOOTNOTE, (_, definition?: string, mention?: string) => `(${definition ?? mention})`),
  ).replaceAll('\u00A0', ' ');

const MATH = /\$([^$\n]*[\\^][^$\n]*)\$/g;
const FRACTION = /\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g;
const WORDING = /\\(?:text|textbf|mathrm|mathbf|boxed)\{([^{}]*)\}/g;
const COMMAND = /\\([a-z]{2,10})(?![a-z])/g;
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ['times', '×'],
  ['cdot', '·'],
  ['div', '÷'],
  ['pm', '±'],
  ['leq', '≤'],
  ['le', '≤'],
  ['geq', '≥'],
  ['ge', '≥'],
  ['neq', '≠'],
  ['approx', '≈'],
  ['rightarrow', '→'],
  ['to', '→'],
  ['infty', '∞'],
  ['pi', 'π'],
  ['degree', '°'],
  ['circ', '°'],
  ['sqrt', '√'],
]);

/** Formulas as people type them; what is no formula, such as two prices in dollars, stays. */
const withoutLatex = (text: string): string =>
  text.includes('\\') || text.includes('$')
    ? text
        .replaceAll('$$', '')
        .replaceAll(MATH, '$1')
        .replaceAll(FRACTION, '$1/$2')
        .replaceAll(WORDING, '$1')
        .replaceAll(COMMAND, (command, name: string) => SYMBOLS.get(name) ?? command)
    : text;

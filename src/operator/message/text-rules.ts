import { type Fault, Rule } from './rule.js';

/** A text of 1 to `most` characters; the platform does not say of which kind, so the strictest are counted: UTF-16 units. */
export const Words = (most: number): PropertyDecorator => Rule('words', (value) => faultOfWords(value, most));

/** … on one line. */
export const Line = (most: number): PropertyDecorator => Rule('line', (value) => faultOfLine(value, most));

/** … which shows formatting characters as they are: titles of buttons, rows and sections. */
export const Title = (most: number): PropertyDecorator => Rule('title', (value) => faultOfTitle(value, most));

export function faultOfWords(value: unknown, most: number): Fault {
  if (value == null || value === '') return 'should not be empty';
  if (typeof value !== 'string') return 'must be a string';
  if (value.trim() === '') return 'should not be blank';
  if (value.length > most) return `must be shorter than or equal to ${most} characters`;
  return value.includes('\0') || !value.isWellFormed()
    ? 'must be text without U+0000 and without half characters'
    : null;
}

export const faultOfLine = (value: unknown, most: number): Fault =>
  faultOfWords(value, most) ?? (/[\r\n\u2028\u2029]/.test(String(value)) ? 'must stand on one line' : null);

export const faultOfTitle = (value: unknown, most: number): Fault =>
  faultOfLine(value, most) ??
  (FORMATTED.test(String(value)) ? 'must be plain: formatting such as *bold* is not shown there' : null);

/** Words between two of the platform's formatting characters. */
const FORMATTED = /(?<!\w)([*_~`])(?=\S)[^*_~`]*(?<=\S)\1(?!\w)/;

/** An address that the platform, or the customer's phone, will open. */
export const HttpsLink = (): PropertyDecorator => Rule('https', faultOfLink);

const LONGEST_LINK = 2_000;

export function faultOfLink(value: unknown): Fault {
  if (typeof value !== 'string' || !URL.canParse(value) || /\s/.test(value)) return 'must be an https:// address';
  const { protocol, username } = new URL(value);
  if (protocol !== 'https:' || username !== '') return 'must be an https:// address';
  return value.length > LONGEST_LINK ? `must be shorter than or equal to ${LONGEST_LINK} characters` : null;
}

import type { StoredContent } from '../message-content.js';
import { describeContacts, describePlace, THING_LIMIT } from './describe-things.js';
import { shortened } from './shortened.js';

/**
 * What the business sent that is more than words and a file: as the customer saw it, in parentheses what is no text.
 * @param words its words, which name its file where it has one
 */
export function describeSent(content: StoredContent, words: string | null): string {
  switch (content.type) {
    case 'location':
      return describePlace(content);
    case 'contacts':
      return describeContacts(content.contacts);
    case 'reaction':
      return content.emoji === '' ? '(took back a reaction)' : `(reacted with ${content.emoji})`;
    case 'template':
      return words ?? describeTemplate(content);
    case 'location_request':
      return lines(words, '(asked where the customer is)');
    case 'cta_url':
      return framed(content, words, `(with a button: ${content.display_text}, ${content.url})`);
    case 'buttons':
      return framed(content, words, offer(content.buttons));
    case 'list':
      return framed(content, words, offer(content.sections.flatMap(({ rows }) => rows)));
  }
}

type ContentOf<Type extends StoredContent['type']> = Extract<StoredContent, { type: Type }>;

const lines = (...parts: (string | null | undefined)[]): string => parts.filter((part) => part != null).join('\n');

const framed = (
  { header, footer }: ContentOf<'buttons' | 'list' | 'cta_url'>,
  words: string | null,
  offered: string,
): string => lines(header, words, footer, offered);

const offer = (choices: { title: string }[]): string =>
  `(offered to choose: ${choices.map(({ title }) => title).join(' | ')})`;

/** Where the template's own words were not known when it was sent. */
const describeTemplate = ({ name, header, body = [], buttons = [] }: ContentOf<'template'>): string => {
  const values = [...(Array.isArray(header) ? header : []), ...body, ...buttons].map(({ text }) => text).join(', ');
  return `(sent the template ${name}${values === '' ? '' : `: ${shortened(values, THING_LIMIT)}`})`;
};

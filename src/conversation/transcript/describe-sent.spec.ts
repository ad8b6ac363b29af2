import { describe, expect, it } from 'vitest';
import { describeContent } from './describe-content.js';
import type { MessageContent, StoredDetails } from './stored-message.js';
import { wordsFor } from './words-for.js';

const sent = (content: NonNullable<StoredDetails['content']>, text: string | null = null): MessageContent => ({
  text,
  media: null,
  details: { content },
});
const buttons = [
  { id: '1', title: 'Morning' },
  { id: '2', title: 'Evening' },
];

describe('describeContent of what the business sent', () => {
  it.each<[string, MessageContent]>([
    [
      '(sent a location: Shop, at 52.5, 13.4)',
      sent({ type: 'location', latitude: 52.5, longitude: 13.4, name: 'Shop' }),
    ],
    [
      '(sent contacts: Ann +1 555; Ben)',
      sent({ type: 'contacts', contacts: [{ name: 'Ann', phones: [{ phone: '+1 555' }] }, { name: 'Ben' }] }),
    ],
    ['When?\n(offered to choose: Morning | Evening)', sent({ type: 'buttons', buttons }, 'When?')],
    [
      'Visit\nWhen?\nShop\n(offered to choose: Morning | Evening)',
      sent({ type: 'buttons', header: 'Visit', footer: 'Shop', buttons }, 'When?'),
    ],
    [
      'Which?\n(offered to choose: Morning | Evening)',
      sent({ type: 'list', button: 'Show', sections: [{ rows: buttons }] }, 'Which?'),
    ],
    [
      'Here\n(with a button: Track, https://shop.example/1)',
      sent({ type: 'cta_url', display_text: 'Track', url: 'https://shop.example/1' }, 'Here'),
    ],
    ['Where?\n(asked where the customer is)', sent({ type: 'location_request' }, 'Where?')],
    ['Hello Ann', sent({ type: 'template', name: 'hello', language: 'en', body: [{ text: 'Ann' }] }, 'Hello Ann')],
    [
      '(sent the template hello: Ann, 4711)',
      sent({
        type: 'template',
        name: 'hello',
        language: 'en',
        body: [{ text: 'Ann' }],
        buttons: [{ index: 0, kind: 'url', text: '4711' }],
      }),
    ],
    ['(sent the template hello)', sent({ type: 'template', name: 'hello', language: 'en' })],
  ])('is %j', (words, message) => {
    expect(describeContent(message)).toBe(words);
  });

  it('names the file above what can be chosen', () => {
    const message = {
      ...sent({ type: 'buttons', buttons }, 'Like this?'),
      media: { type: 'image', id: '17' } as const,
    };
    expect(describeContent(message)).toBe('(sent an image: Like this?)\n(offered to choose: Morning | Evening)');
  });
});

describe('wordsFor a reaction of the business', () => {
  const quoted = { text: 'Thank you', media: null, details: null };

  it('names what it is on', () => {
    const reaction = sent({ type: 'reaction', message_id: 'wamid.A', emoji: '👍' });
    expect(wordsFor({ ...reaction, quoted })).toBe('(reacted with 👍 to: Thank you)');
  });

  it('tells when it was taken back', () => {
    const reaction = sent({ type: 'reaction', message_id: 'wamid.A', emoji: '' });
    expect(wordsFor({ ...reaction, quoted })).toBe('(took back the reaction to: Thank you)');
  });
});

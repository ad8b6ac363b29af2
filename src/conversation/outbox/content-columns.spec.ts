import { describe, expect, it } from 'vitest';
import type { OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import { columnsOf, contentOf } from './content-columns.js';

const image = { type: 'image', id: '17' } as const;
const buttons = [{ id: 'a', title: 'A' }];
const place = { type: 'location', latitude: 1, longitude: 2 } as const;

const CASES: [OutgoingContent, ReturnType<typeof columnsOf>][] = [
  [
    { type: 'text', text: 'Hello' },
    { text: 'Hello', media: null, content: null },
  ],
  [
    { ...image, caption: 'A dress' },
    { text: 'A dress', media: { ...image, caption: 'A dress' }, content: null },
  ],
  [image, { text: null, media: image, content: null }],
  [place, { text: null, media: null, content: place }],
  [
    { type: 'buttons', text: 'Which?', header: 'Sizes', buttons },
    { text: 'Which?', media: null, content: { type: 'buttons', header: 'Sizes', buttons } },
  ],
  [
    { type: 'buttons', text: 'Which?', header: image, buttons },
    { text: 'Which?', media: image, content: { type: 'buttons', buttons } },
  ],
  [
    { type: 'template', text: 'Hello Ann', name: 'hello', language: 'en', header: place, body: [{ text: 'Ann' }] },
    {
      text: 'Hello Ann',
      media: null,
      content: { type: 'template', name: 'hello', language: 'en', header: place, body: [{ text: 'Ann' }] },
    },
  ],
];

describe('columnsOf', () => {
  it.each(CASES)('splits %j', (content, columns) => {
    expect(columnsOf(content)).toEqual(columns);
  });

  it.each(CASES)('is undone by contentOf: %j', (content, columns) => {
    expect(contentOf(columns)).toEqual(content);
  });
});

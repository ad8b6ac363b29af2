import { describe, expect, it } from 'vitest';
import { readTemplate } from './read-template.js';
import { filled, variablesIn } from './template.js';

const ORDER = {
  name: 'order_update',
  language: 'en_US',
  status: 'APPROVED',
  category: 'UTILITY',
  id: '594425479261596',
  components: [
    { type: 'HEADER', format: 'DOCUMENT', example: { header_handle: ['https://scontent.example/x'] } },
    { type: 'BODY', text: 'Hello {{1}}, order {{2}}.', example: { body_text: [['Ann', '4711']] } },
    { type: 'FOOTER', text: 'The shop' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Thanks' },
        { type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}', example: ['https://shop.example/4711'] },
        { type: 'COPY_CODE', text: 'Copy', example: 'SAVE10' },
      ],
    },
  ],
};

describe('readTemplate', () => {
  it('reads the text of every part, and what has to be filled in', () => {
    expect(readTemplate(ORDER)).toEqual({
      name: 'order_update',
      language: 'en_US',
      category: 'UTILITY',
      status: 'APPROVED',
      header: { format: 'document' },
      body: 'Hello {{1}}, order {{2}}.',
      footer: 'The shop',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Thanks' },
        { type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}' },
        { type: 'COPY_CODE', text: 'Copy' },
      ],
      variables: [
        { name: 'body.1', example: 'Ann' },
        { name: 'body.2', example: '4711' },
        { name: 'button.1.1', example: 'https://shop.example/4711' },
        { name: 'button.2.code', example: 'SAVE10' },
      ],
      unsupported: [],
    });
  });

  it('reads variables with names, and those without an example', () => {
    const components = [
      { type: 'HEADER', format: 'TEXT', text: 'See you on {{day}}' },
      {
        type: 'BODY',
        text: 'Hello {{customer_name}}, at {{ time }}. Yours, {{customer_name}}',
        example: { body_text_named_params: [{ param_name: 'time', example: '10:30' }] },
      },
    ];
    expect(readTemplate({ ...ORDER, components })?.variables).toEqual([
      { name: 'header.day' },
      { name: 'body.customer_name' },
      { name: 'body.time', example: '10:30' },
    ]);
  });

  it('names the parts that it does not know', () => {
    const components = [
      { type: 'BODY', text: 'Hi' },
      { type: 'CAROUSEL', cards: [] },
    ];
    expect(readTemplate({ ...ORDER, components })?.unsupported).toEqual(['CAROUSEL']);
  });

  it.each([null, 7, [], {}, { name: 'x' }, { name: 7, language: 'en' }])('takes %j for no template', (item) => {
    expect(readTemplate(item)).toBeNull();
  });

  it.each([
    { components: 'none' },
    { components: [{ type: 'BODY', text: 7, example: [] }] },
    { components: [{ type: 'BUTTONS', buttons: [{ type: 'URL', text: null, url: [], example: {} }] }] },
    { components: undefined, status: 7, category: null },
  ])('reads what is left of an odd one: %j', (odd) => {
    expect(readTemplate({ ...ORDER, ...odd })).toMatchObject({ name: 'order_update', variables: [] });
  });
});

describe('filled', () => {
  it('puts a value wherever its variable stands, as it is', () => {
    expect(filled('{{1}}, {{ 2 }} and {{1}}', (name) => ({ '1': '$& {{2}}', '2': 'two' })[name])).toBe(
      '$& {{2}}, two and $& {{2}}',
    );
    expect(variablesIn('{{1}} {{ 2 }} {{1}} {{}} {x}')).toEqual(['1', '2']);
  });
});

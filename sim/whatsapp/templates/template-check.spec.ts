import { describe, expect, it } from 'vitest';
import type { GraphError } from '../graph-error.js';
import type { TemplateContent } from '../sends/content.js';
import { TemplateBook } from './template-book.js';
import { checkParameters } from './template-check.js';

const book = new TemplateBook();
const text = (words: string, more: object = {}) => ({ type: 'text', text: words, ...more });
const body = (...parameters: { type: string }[]) => ({ type: 'body', parameters });
const url = (...parameters: { type: string }[]) => ({ type: 'button', sub_type: 'url', index: '0', parameters });

/** The code a filled template is refused with; null when it fits. */
function codeOf(name: string, code: string, ...components: NonNullable<TemplateContent['components']>): number | null {
  try {
    const template = book.find(name, code);
    checkParameters(template, { name, language: { code }, components });
    return null;
  } catch (error) {
    return (error as GraphError).code;
  }
}

describe('A template message', () => {
  it('passes when each part is filled as the template asks', () => {
    expect(codeOf('hello_world', 'en_US')).toBeNull();
    expect(codeOf('order_update', 'en_US', body(text('Ann'), text('7')), url(text('7')))).toBeNull();
    const header = { type: 'header', parameters: [text('Monday', { parameter_name: 'day' })] };
    const named = body(text('10:30', { parameter_name: 'time' }), text('Ann', { parameter_name: 'customer_name' }));
    expect(codeOf('appointment_reminder', 'en', header, named)).toBeNull();
  });

  it.each<[string, number, string, string, NonNullable<TemplateContent['components']>]>([
    ['an unknown name', 132001, 'nobody', 'en_US', []],
    ['another language', 132001, 'hello_world', 'de', []],
    ['a parameter too few', 132000, 'order_update', 'en_US', [body(text('Ann')), url(text('7'))]],
    ['a parameter too many', 132000, 'hello_world', 'en_US', [body(text('Ann'))]],
    ['an empty link button', 132000, 'order_update', 'en_US', [body(text('Ann'), text('7'))]],
    ['an image for a text', 132012, 'order_update', 'en_US', [body(text('Ann'), { type: 'image' }), url(text('7'))]],
    [
      'a name where places count',
      132012,
      'order_update',
      'en_US',
      [body(text('A', { parameter_name: 'x' }), text('7')), url(text('7'))],
    ],
    ['a line break', 132018, 'order_update', 'en_US', [body(text('A\nB'), text('7')), url(text('7'))]],
    ['no words', 131008, 'order_update', 'en_US', [body(text(''), text('7')), url(text('7'))]],
    ['too many words', 132005, 'order_update', 'en_US', [body(text('x'.repeat(1_020)), text('7')), url(text('7'))]],
    ['a button that is not there', 132018, 'hello_world', 'en_US', [url(text('7'))]],
  ])('is refused for %s: %i', (_what, code, name, language, components) => {
    expect(codeOf(name, language, ...components)).toBe(code);
  });

  it('is refused for a header without its file and a code that is none', () => {
    book.set([
      {
        name: 'offer',
        language: 'en',
        components: [
          { type: 'HEADER', format: 'IMAGE' },
          { type: 'BODY', text: 'Hi' },
          { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Copy' }] },
        ],
      },
    ]);
    const header = (image: object) => ({ type: 'header', parameters: [{ type: 'image', image }] });
    const copy = (coupon_code: string) => ({
      type: 'button',
      sub_type: 'copy_code',
      index: 0,
      parameters: [{ type: 'coupon_code', coupon_code }],
    });
    expect(codeOf('offer', 'en', header({ id: '1' }), copy('SAVE10'))).toBeNull();
    expect(codeOf('offer', 'en', header({}), copy('SAVE10'))).toBe(132012);
    expect(codeOf('offer', 'en', header({ id: '1' }), copy('with space'))).toBe(132012);
    expect(codeOf('offer', 'en', copy('SAVE10'))).toBe(132000);
  });

  it('is refused while the template is paused or disabled', () => {
    book.set([
      { name: 'a', language: 'en', status: 'PAUSED', components: [{ type: 'BODY', text: 'Hi' }] },
      { name: 'b', language: 'en', status: 'DISABLED', components: [{ type: 'BODY', text: 'Hi' }] },
      { name: 'c', language: 'en', status: 'PENDING', components: [{ type: 'BODY', text: 'Hi' }] },
    ]);
    expect(['a', 'b', 'c'].map((name) => codeOf(name, 'en'))).toEqual([132015, 132016, 132001]);
  });
});

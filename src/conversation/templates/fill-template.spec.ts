import { describe, expect, it } from 'vitest';
import type { Template } from '../../infra/clients/whatsapp/templates/template.js';
import { faultsOf, fillTemplate } from './fill-template.js';
import type { TemplateRequest } from './template-request.js';

const ORDER: Template = {
  name: 'order_update',
  language: 'en_US',
  category: 'UTILITY',
  status: 'APPROVED',
  header: { format: 'text', text: 'Order {{1}}' },
  body: 'Hello {{1}}, your order {{2}} is on its way.',
  footer: 'The shop',
  buttons: [
    { type: 'QUICK_REPLY', text: 'Thanks' },
    { type: 'URL', text: 'Track it', url: 'https://shop.example/orders/{{1}}' },
  ],
  variables: [{ name: 'header.1' }, { name: 'body.1' }, { name: 'body.2' }, { name: 'button.1.1' }],
  unsupported: [],
};
const NAMED: Template = {
  ...ORDER,
  name: 'reminder',
  header: { format: 'image' },
  body: 'Hello {{customer_name}}, at {{time}}.',
  footer: null,
  buttons: [{ type: 'COPY_CODE', text: 'Copy' }],
  variables: [{ name: 'body.customer_name' }, { name: 'body.time' }, { name: 'button.0.code' }],
};
const image = { type: 'image', id: '17' } as const;
const place = { type: 'location', latitude: 1, longitude: 2 } as const;
const VALUES = { 'header.1': '4711', 'body.2': '4711', 'body.1': 'Ann', 'button.1.1': '4711' };

const request = (variables: Record<string, string>, header: TemplateRequest['header'] = null): TemplateRequest => ({
  name: 'order_update',
  language: 'en_US',
  variables,
  header,
});

describe('fillTemplate', () => {
  it('puts values in the order of their places, and says what the customer will read', () => {
    expect(faultsOf(ORDER, request(VALUES))).toEqual([]);
    expect(fillTemplate(ORDER, request(VALUES))).toEqual({
      type: 'template',
      text: 'Order 4711\nHello Ann, your order 4711 is on its way.\nThe shop\n[Thanks]\n[Track it] https://shop.example/orders/4711',
      name: 'order_update',
      language: 'en_US',
      header: [{ text: '4711' }],
      body: [{ text: 'Ann' }, { text: '4711' }],
      buttons: [{ index: 1, kind: 'url', text: '4711' }],
    });
  });

  it('names values where the template does, and puts a file above', () => {
    const values = { 'body.time': '10:30', 'body.customer_name': 'Ann', 'button.0.code': 'SAVE10' };
    expect(faultsOf(NAMED, request(values, image))).toEqual([]);
    expect(fillTemplate(NAMED, request(values, image))).toMatchObject({
      text: 'Hello Ann, at 10:30.\n[Copy]',
      header: image,
      body: [
        { name: 'time', text: '10:30' },
        { name: 'customer_name', text: 'Ann' },
      ],
      buttons: [{ index: 0, kind: 'copy_code', text: 'SAVE10' }],
    });
  });

  it('keeps ten values in the order of their numbers', () => {
    const names = Array.from({ length: 10 }, (_, at) => String(at + 1));
    const values = Object.fromEntries(names.map((name) => [`body.${name}`, name]).toReversed());
    expect(fillTemplate(ORDER, request(values)).body?.map(({ text }) => text)).toEqual(names);
  });
});

describe('faultsOf', () => {
  const { 'body.2': _two, ...withoutTwo } = VALUES;

  it.each<[string, Template, TemplateRequest, ...string[]]>([
    ['a value too few', ORDER, request(withoutTwo), 'template.variables.body.2 is missing'],
    [
      'a value too many',
      ORDER,
      request({ ...VALUES, 'body.3': 'x' }),
      'template.variables.body.3 is not in the template',
    ],
    [
      'a wrong name',
      ORDER,
      request({ ...withoutTwo, 'body.second': 'x' }),
      'template.variables.body.2 is missing',
      'template.variables.body.second is not in the template',
    ],
    [
      'names of every object',
      { ...ORDER, variables: [{ name: 'body.1' }], header: null },
      request({ 'body.1': 'x', constructor: 'x' }),
      'template.variables.constructor is not in the template',
    ],
    [
      'too long a body',
      ORDER,
      request({ ...VALUES, 'body.1': 'x'.repeat(1_000) }),
      'template.variables make the body longer than 1024 characters',
    ],
    [
      'a template that is paused',
      { ...ORDER, status: 'PAUSED' },
      request(VALUES),
      'template.name is PAUSED at WhatsApp: only an approved template can be sent',
    ],
    [
      'parts nobody can fill in',
      { ...ORDER, unsupported: ['CAROUSEL'] },
      request(VALUES),
      'template.name has parts that cannot be filled in here: CAROUSEL',
    ],
    [
      'a file above a text',
      ORDER,
      request(VALUES, image),
      'media cannot stand beside this template: its header is no file and no place',
    ],
    [
      'a place above a text',
      ORDER,
      request(VALUES, place),
      'location cannot stand beside this template: its header is no file and no place',
    ],
    [
      'no file where the header is one',
      { ...ORDER, header: { format: 'image' }, variables: [] },
      request({}),
      'media of type image is missing: it is the header of this template',
    ],
    [
      'a file of another type',
      { ...ORDER, header: { format: 'video' }, variables: [] },
      request({}, image),
      'media of type video is missing: it is the header of this template',
    ],
    [
      'no place where the header is one',
      { ...ORDER, header: { format: 'location' }, variables: [] },
      request({}),
      'location is missing: it is the header of this template',
    ],
  ])('tells of %s', (_, template, asked, ...faults) => {
    expect(faultsOf(template, asked)).toEqual(faults);
  });
});

import { describe, expect, it } from 'vitest';
import { readTools } from './read-tools.js';

const SETTINGS = {
  TOOL_BASES: ['erp:http://erp.internal:8080/api/'],
  TOOL_SECRETS: ['shop:s3cret'],
  TOOL_PRIVATE_HOSTS: ['erp.internal:8080'],
};
const TOOL = {
  name: 'order_status',
  description: 'Where an order is.',
  arguments: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
  method: 'GET',
  url: 'https://shop.example/orders/{{arguments.order}}?phone={{ customer.phone }}',
  effect: 'read',
};

const bytesOf = (file: unknown): Uint8Array => Buffer.from(typeof file === 'string' ? file : JSON.stringify(file));
const read = (...changes: object[]) =>
  readTools(bytesOf({ tools: changes.map((change) => ({ ...TOOL, ...change })) }), SETTINGS);
const problem = (...changes: object[]): string => {
  try {
    read(...changes);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('readTools', () => {
  it('reads a declaration and fills in what it leaves out', () => {
    expect(read({})).toEqual([{ ...TOOL, headers: {}, approval: false, timeout_ms: 8_000 }]);
    expect(read({ headers: { authorization: 'Bearer {{secret.shop}}' } })).toHaveLength(1);
    expect(read({ url: 'http://erp.internal:8080/o' })).toHaveLength(1);
  });

  it('puts the address of a system in the place of its name', () => {
    const url = '{{base.erp}}/orders/{{arguments.order}}';
    expect(read({ url })[0]?.url).toBe('http://erp.internal:8080/api/orders/{{arguments.order}}');
    expect(problem({ url: '{{base.shop}}/orders' })).toContain('order_status: url: TOOL_BASES has no shop');
    expect(problem({ url: 'https://a.example/{{base.erp}}' })).toContain('url: there is no base.erp');
  });

  it.each<[object, string]>([
    [{ effect: 'perhaps' }, 'order_status: effect:'],
    [{ name: 'Order Status' }, 'Order Status: name: must be small letters'],
    [{ surprise: 1 }, 'order_status: Unrecognized key: "surprise"'],
    [
      { arguments: { type: 'object', properties: { order: { type: 'text' } } } },
      'order_status: arguments.properties.order.type:',
    ],
    [{ arguments: { type: 'object', oneOf: [] } }, 'order_status: arguments: Unrecognized key: "oneOf"'],
    [{ arguments: { type: 'string' } }, 'order_status: arguments: must be of type object'],
    [
      { arguments: { type: 'object', required: ['x'] }, url: 'https://a.example/' },
      'order_status: arguments.required: there is no x',
    ],
    [{ name: 'ask_for_person' }, 'ask_for_person: name: is a tool of the assistant itself'],
    [{ key: ['colour'] }, 'order_status: key: there is no colour'],
    [{ timeout_ms: 60_000 }, 'order_status: timeout_ms:'],
    [{ method: 'GET', body: {} }, 'order_status: body: GET has none'],
    [{ approval: true }, 'order_status: approval: is for what changes something'],
    [{ body: { a: ['{{customer.shoe_size}}'] }, method: 'POST' }, 'order_status: body: there is no customer.shoe_size'],
    [{ headers: { 'x-key': '{{secret.bank}}' } }, 'order_status: headers.x-key: TOOL_SECRETS has no bank'],
    [{ headers: { 'x-key': '{{arguments.order}}' } }, 'order_status: headers.x-key: there is no arguments.order'],
    [
      { url: 'https://shop.example/?key={{secret.shop}}' },
      'order_status: url: TOOL_SECRETS has no shop, or it is not for here',
    ],
    [
      { arguments: { ...TOOL.arguments, required: [] } },
      'order_status: url: arguments.order stands in the path and must be required',
    ],
    [
      { url: 'http://shop.example/orders' },
      'order_status: url: must be https, unless TOOL_PRIVATE_HOSTS names the host',
    ],
    [{ url: 'https://{{arguments.order}}.example/' }, 'order_status: url: must be an http(s) address'],
    [{ url: 'https://shop.example{{arguments.order}}/' }, 'order_status: url: must be an http(s) address'],
    [{ url: 'https://me:pass@shop.example/' }, 'order_status: url: must be an http(s) address'],
    [{ url: 'file:///etc/passwd' }, 'order_status: url: must be an http(s) address'],
  ])('names tool and field of %j', (change, words) => {
    expect(problem(change)).toContain(words);
  });

  it('names a tool that has no name by its place, and one that stands there twice', () => {
    expect(problem({}, { name: undefined })).toContain('tool 2: name:');
    expect(problem({}, {})).toBe('order_status: name: stands there twice');
  });

  it.each([
    ['{"tools": [', 'It is no JSON'],
    [[], 'the file:'],
    [{ tools: {} }, 'tools:'],
    [{ tools: [null] }, 'tool 1:'],
    [{ tools: Array.from({ length: 21 }, (_, at) => ({ ...TOOL, name: `tool_${at}` })) }, 'tools: Too big'],
  ])('refuses %j', (file, words) => {
    expect(() => readTools(bytesOf(file), SETTINGS)).toThrow(words);
  });
});

import { describe, expect, it } from 'vitest';
import type { ToolDeclaration } from './declaration.js';
import { asksForCustomer, NotFillable, requestFor, valuesFor } from './request.js';

const TOOL: ToolDeclaration = {
  name: 'order',
  description: 'x',
  arguments: { type: 'object', properties: {} },
  method: 'POST',
  url: 'https://shop.example/orders/{{arguments.order}}/items?q={{arguments.q}}&of={{customer.phone}}',
  headers: { 'X-Key': 'Bearer {{secret.shop}}' },
  effect: 'read',
  approval: false,
  timeout_ms: 1_000,
};
const CUSTOMER = new Map([['customer.phone', '15550100123']]);
const request = (args: Record<string, unknown>, change: Partial<ToolDeclaration> = {}, customer = CUSTOMER) =>
  requestFor({ ...TOOL, ...change }, args, valuesFor(args, customer, new Map([['shop', 's3cret']])));

describe('requestFor', () => {
  it('fills each value into its place, encoded for it', () => {
    const made = request({ order: 'a/b?c#d', q: 'x&y=z ä' });
    expect(made.url.href).toBe('https://shop.example/orders/a%2Fb%3Fc%23d/items?q=x%26y%3Dz%20%C3%A4&of=15550100123');
    expect(made).toMatchObject({ method: 'POST', headers: { 'x-key': 'Bearer s3cret' }, limitMs: 1_000 });
    expect(made.body).toBe('{"order":"a/b?c#d","q":"x&y=z ä"}');
  });

  it.each(['..', '.', '', ' '])('lets no argument lead elsewhere: %j', (order) => {
    expect(() => request({ order })).toThrow(NotFillable);
  });

  it('does not fill in twice: an argument that looks like a placeholder stays one', () => {
    expect(request({ order: '{{secret.shop}}', q: '{{customer.phone}}' }).url.href).not.toMatch(/s3cret|q=15550100123/);
  });

  it('keeps the type of a value that is all of a string, and leaves an optional one empty', () => {
    const body = {
      id: '{{arguments.order}}',
      text: 'no. {{arguments.order}}',
      more: ['{{arguments.q}}'],
      by: '{{customer.phone}}',
      n: 1,
    };
    expect(JSON.parse(request({ order: 7 }, { body }).body ?? '')).toEqual({
      id: 7,
      text: 'no. 7',
      more: [null],
      by: '15550100123',
      n: 1,
    });
    expect(request({ order: 7 }).url.search).toBe('?q=&of=15550100123');
  });

  it('is not made where something about the customer is not known', () => {
    expect(() => request({ order: 1 }, {}, new Map())).toThrow('customer.phone is not known of this customer');
  });

  it('sends no body with GET', () => {
    expect(request({ order: 1 }, { method: 'GET' }).body).toBeNull();
  });
});

describe('asksForCustomer', () => {
  it('looks at address, headers and body', () => {
    const bare = { ...TOOL, url: 'https://shop.example/', headers: {} };
    expect(asksForCustomer(bare)).toBe(false);
    expect(asksForCustomer(TOOL)).toBe(true);
    expect(asksForCustomer({ ...bare, headers: { who: '{{conversation.id}}' } })).toBe(true);
    expect(asksForCustomer({ ...bare, body: [{ who: '{{customer.name}}' }] })).toBe(true);
  });
});

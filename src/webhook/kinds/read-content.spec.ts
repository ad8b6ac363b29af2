import { describe, expect, it } from 'vitest';
import type { Shape } from '../shape.js';
import type { Content } from './content.js';
import { readContent } from './read-content.js';

const file = { id: '1234567', mime_type: 'image/jpeg', sha256: 'aGFzaA==' };
const url = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1';
const read = (type: string, payload?: unknown, beside: Shape = {}): Content =>
  readContent(type, { type, ...(payload !== undefined && { [type]: payload }), ...beside });
const formOf = (response_json: unknown) =>
  read('interactive', { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json } }).details;
const original = { original_message_id: 'wamid.O' };
const editTo = (message: unknown) => read('edit', { ...original, message });

describe('readContent', () => {
  it.each<[string, unknown, Content]>([
    ['text', { body: 'Hi' }, { kind: 'text', words: 'Hi' }],
    [
      'image',
      { ...file, caption: 'this one?', url },
      { kind: 'image', words: 'this one?', media: { type: 'image', ...file, caption: 'this one?', url } },
    ],
    ['image', {}, { kind: 'image', media: { type: 'image' } }],
    ['image', { id: 7, caption: ['x'], voice: 'yes' }, { kind: 'image', words: ['x'], media: { type: 'image' } }],
    ['video', file, { kind: 'video', media: { type: 'video', ...file } }],
    ['audio', { ...file, voice: true }, { kind: 'audio', media: { type: 'audio', ...file, voice: true } }],
    [
      'document',
      { ...file, filename: '../../etc/pass\0wd' },
      { kind: 'document', media: { type: 'document', ...file, filename: '../../etc/passwd' } },
    ],
    [
      'sticker',
      { ...file, animated: false },
      { kind: 'sticker', media: { type: 'sticker', ...file, animated: false } },
    ],
    [
      'location',
      { latitude: 37.44, longitude: '-122.16', name: 'Shop', address: '1 Hacker Way', extra: 1 },
      {
        kind: 'location',
        details: { location: { latitude: 37.44, longitude: -122.16, name: 'Shop', address: '1 Hacker Way' } },
      },
    ],
    [
      'contacts',
      [
        {
          name: { formatted_name: 'Ada L', first_name: 'Ada' },
          phones: [{ phone: '+1 555', wa_id: '1555', type: 'CELL' }, null],
          emails: [{ email: 'ada@x.org' }],
          org: { company: 'X' },
          origin: 'contact_request',
        },
        { phones: 'none' },
        null,
      ],
      {
        kind: 'contacts',
        details: {
          contacts: [
            {
              name: 'Ada L',
              phones: [{ phone: '+1 555', wa_id: '1555' }],
              emails: ['ada@x.org'],
              organization: 'X',
              origin: 'contact_request',
            },
            { phones: [] },
          ],
        },
      },
    ],
    [
      'button',
      { payload: 'yes-1', text: 'Yes, please' },
      { kind: 'button', words: 'Yes, please', details: { button: { payload: 'yes-1' } } },
    ],
    [
      'interactive',
      { type: 'button_reply', button_reply: { id: '1', title: 'Size M' } },
      {
        kind: 'interactive',
        words: 'Size M',
        details: { interactive: { type: 'button_reply', id: '1', title: 'Size M' } },
      },
    ],
    [
      'interactive',
      { type: 'list_reply', list_reply: { id: '1', title: 'Blue', description: 'like the sky' } },
      {
        kind: 'interactive',
        words: 'Blue',
        details: { interactive: { type: 'list_reply', id: '1', title: 'Blue', description: 'like the sky' } },
      },
    ],
    [
      'interactive',
      {
        type: 'call_permission_reply',
        call_permission_reply: { response: 'accept', expiration_timestamp: 1_800_000_000 },
      },
      {
        kind: 'interactive',
        details: {
          interactive: { type: 'call_permission_reply', response: 'accept', expiration_timestamp: 1_800_000_000 },
        },
      },
    ],
    [
      'reaction',
      { message_id: 'wamid.T', emoji: '👍🏽' },
      { kind: 'reaction', details: { reaction: { message_id: 'wamid.T', emoji: '👍🏽' } } },
    ],
    [
      'reaction',
      { message_id: 'wamid.T' },
      { kind: 'reaction', details: { reaction: { message_id: 'wamid.T', emoji: null } } },
    ],
    [
      'reaction',
      { message_id: 'wamid.T', emoji: '' },
      { kind: 'reaction', details: { reaction: { message_id: 'wamid.T', emoji: null } } },
    ],
    [
      'order',
      {
        catalog_id: '1',
        text: 'by Friday?',
        product_items: [{ product_retailer_id: 'sku-1', quantity: '2', item_price: 9.5, currency: 'EUR' }, 'x'],
      },
      {
        kind: 'order',
        words: 'by Friday?',
        details: {
          order: {
            catalog_id: '1',
            product_items: [{ product_retailer_id: 'sku-1', quantity: 2, item_price: 9.5, currency: 'EUR' }, {}],
          },
        },
      },
    ],
    [
      'system',
      { body: 'A changed', type: 'user_changed_number', wa_id: '19', user_id: 'US.2', previous_user_id: 'US.1' },
      {
        kind: 'system',
        details: {
          system: {
            body: 'A changed',
            type: 'user_changed_number',
            wa_id: '19',
            user_id: 'US.2',
            previous_user_id: 'US.1',
          },
        },
      },
    ],
    [
      'system',
      { type: 'customer_identity_changed', identity: { acknowledged: true, hash: 'h' } },
      {
        kind: 'system',
        details: { system: { type: 'customer_identity_changed', identity: { acknowledged: true, hash: 'h' } } },
      },
    ],
    ['revoke', original, { kind: 'revoke', details: { revoke: original, applied: false } }],
    ['request_welcome', undefined, { kind: 'request_welcome' }],
    [
      'unsupported',
      { type: 'poll_creation' },
      { kind: 'unsupported', details: { unsupported: { type: 'poll_creation' } } },
    ],
    ['unsupported', undefined, { kind: 'unsupported', details: { unsupported: {} } }],
  ])('%s: %j', (type, payload, content) => {
    expect(read(type, payload)).toEqual(content);
  });

  it.each<[string, unknown]>([
    ['text', { body: 7 }],
    ['image', [file]],
    ['location', { latitude: 'north', longitude: 1 }],
    ['location', { latitude: null, longitude: '' }],
    ['contacts', 'Ada'],
    ['contacts', []],
    ['button', []],
    ['button', { text: '' }],
    ['interactive', undefined],
    ['interactive', null],
    ['interactive', { type: 'product', product: { id: '1' } }],
    ['interactive', { type: 'constructor' }],
    ['interactive', { type: 'button_reply' }],
    ['interactive', { button_reply: { title: 'x' } }],
    ['reaction', { emoji: '👍' }],
    ['order', { catalog_id: '1' }],
    ['system', 'x'],
    ['edit', { message: { type: 'text', text: { body: 'x' } } }],
    ['revoke', {}],
    ['hologram', {}],
    ['__proto__', {}],
  ])('%s is unknown with %j', (type, payload) => {
    expect(read(type, payload)).toEqual({ kind: 'unknown' });
  });
});

describe('a form', () => {
  it('is read from the JSON in its string', () => {
    expect(formOf('{"flow_token":"t","name":"Ada","days":[1,2]}')).toEqual({
      interactive: {
        type: 'nfm_reply',
        name: 'flow',
        body: 'Sent',
        fields: { flow_token: 't', name: 'Ada', days: [1, 2] },
      },
    });
  });

  it.each(['{broken', '[1]', '7', `{"a":"${'x'.repeat(70_000)}"}`])(
    'that cannot be read is kept as it came: %.20s',
    (response) => {
      expect(formOf(response)?.interactive).toMatchObject({ unread: response.slice(0, 65_536) });
      expect(formOf(response)?.interactive).not.toHaveProperty('fields');
    },
  );

  it.each([undefined, null, 7, {}, ''])('without an answer (%j) is a form', (response) => {
    expect(formOf(response)).toEqual({ interactive: { type: 'nfm_reply', name: 'flow', body: 'Sent' } });
  });

  it('cannot reach a prototype, nor be deeper than what is kept', () => {
    expect(JSON.stringify(formOf('{"__proto__":{"polluted":1}}'))).toContain('"__proto__"');
    expect(JSON.stringify(formOf(`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`))).toContain('[cut: too deep]');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('an edit', () => {
  const picture = { ...file, caption: 'the left one' };
  it.each<[unknown, unknown, object?]>([
    [{ type: 'text', text: { body: 'I meant blue' } }, 'I meant blue'],
    [{ type: 'image', image: picture }, 'the left one', { type: 'image', ...picture }],
    [{ type: 'edit', edit: { ...original, message: { type: 'text', text: { body: 'x' } } } }, undefined],
    [{ type: 'text' }, undefined],
    ['x', undefined],
  ])('to %j has the words %j', (message, words, media) => {
    const details = { edit: original, applied: false };
    expect(editTo(message)).toEqual({ kind: 'edit', words, media, details });
  });
});

describe('what is kept is bounded', () => {
  it('in an order, with the number of items left out', () => {
    const items = Array.from({ length: 130 }, (_, i) => ({ product_retailer_id: `sku-${i}` }));
    const order = read('order', { product_items: items }).details?.order;
    expect(order?.product_items).toHaveLength(100);
    expect(order?.left_out).toBe(30);
  });

  it('in contacts and their phones', () => {
    const phones = Array.from({ length: 50 }, () => ({ phone: '1'.repeat(5_000) }));
    const contacts = read(
      'contacts',
      Array.from({ length: 300 }, () => ({ phones })),
    ).details?.contacts;
    expect(contacts).toHaveLength(20);
    expect(contacts?.[0]?.phones).toHaveLength(5);
    expect(JSON.stringify(contacts).length).toBeLessThan(120_000);
  });

  it('in names of files and addresses, and storable', () => {
    const { media } = read('document', { filename: `${'x'.repeat(254)}😀`, url: 'u'.repeat(9_000), id: '\0\uD83D' });
    expect(media).toEqual({ type: 'document', id: '\uFFFD', filename: 'x'.repeat(254), url: 'u'.repeat(2_048) });
  });

  it('with the origin of a contact beside the message', () => {
    const answer = read('contacts', [{ name: { first_name: 'Ada' } }], { origin: 'other' });
    expect(answer.details?.contacts).toEqual([{ name: 'Ada', phones: [], origin: 'other' }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { IncomingMessage } from '../conversation/incoming.js';
import { contactsOf } from './identity.js';
import type { Shape } from './shape.js';
import { sha256 } from './storable.js';
import { translateMessage } from './translate-message.js';

const now = new Date('2026-11-22T12:00:00Z');
const contacts = contactsOf([
  { profile: { name: 'Sheena Nelson', username: '@sheena' }, wa_id: '16505551234', user_id: 'US.13491208655302741918' },
]);
const head = { from: '16505551234', id: 'wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQTRB', timestamp: '1749416383' };
const text = (body: unknown, more: Shape = {}): Shape => ({ ...head, type: 'text', text: { body }, ...more });
const media = { id: '1234567', mime_type: 'image/jpeg', sha256: 'aGFzaA==' };

function read(message: Shape): IncomingMessage {
  const translated = translateMessage(message, contacts, now);
  if (typeof translated === 'string') throw new Error(translated);
  return translated;
}

describe('a text message', () => {
  it('is understood in full and needs nothing beside its columns', () => {
    expect(read(text('Does it come in another color? 😀\n\u200fשלום'))).toEqual({
      externalId: head.id,
      customer: {
        waId: '16505551234',
        userId: 'US.13491208655302741918',
        parentUserId: null,
        name: 'Sheena Nelson',
      },
      kind: 'text',
      platformType: 'text',
      text: 'Does it come in another color? 😀\n\u200fשלום',
      sentAt: new Date(1_749_416_383_000),
      replyTo: null,
      needsAnswer: true,
      opensWindow: true,
      metadata: { username: 'sheena' },
    });
  });

  it('keeps what it quotes, the ad it came from and how it was forwarded', () => {
    const context = { from: '15550100001', id: 'wamid.Q', forwarded: true };
    const referral = { source_url: 'https://fb.me/x', source_id: '1', source_type: 'ad', ctwa_clid: 'c' };
    const errors = [{ code: 131_052, title: 'x' }];
    const message = read(text('this one', { context, referral, errors }));
    expect(message).toMatchObject({ kind: 'text', replyTo: 'wamid.Q', metadata: { context, referral, errors } });
    expect(message.metadata).not.toHaveProperty('raw');
  });

  it('keeps the whole of it when it has members we do not know', () => {
    expect(read(text('hi', { from_logical_id: '77' })).metadata).toMatchObject({ raw: { from_logical_id: '77' } });
  });

  it('loses what Postgres cannot hold and says when it was cut', () => {
    expect(read(text('a\0b\uD83D')).text).toBe('ab\uFFFD');
    expect(read(text('x'.repeat(65_536))).metadata).not.toHaveProperty('truncated');
    const cut = read(text(`${'x'.repeat(65_535)}😀`));
    expect(cut.text).toBe('x'.repeat(65_535));
    expect(cut.metadata).toMatchObject({ truncated: true });
  });

  it.each([undefined, null, 7, '', '\0', ' \n', {}, ['x']])('without words (%j) is not understood', (body) => {
    const message = read(text(body));
    expect(message).toMatchObject({ kind: 'unsupported', platformType: 'text', text: null, needsAnswer: true });
    expect(message.metadata).toHaveProperty('raw');
  });
});

describe('any other message', () => {
  it.each<[string, unknown, boolean]>([
    ['image', { ...media, caption: 'this one?', url: 'https://lookaside.fbsbx.com/x' }, true],
    ['video', media, true],
    ['audio', { ...media, voice: true, mime_type: 'audio/ogg; codecs=opus' }, true],
    ['document', { ...media, filename: '../../etc/passwd' }, true],
    ['sticker', { ...media, animated: false }, true],
    ['location', { latitude: 37.44, longitude: -122.16 }, true],
    ['contacts', [{ name: { formatted_name: 'A' }, phones: [{ phone: '+1 555' }] }], true],
    ['order', { catalog_id: '1', product_items: [{ product_retailer_id: 'x', quantity: 1, item_price: '2' }] }, true],
    ['unsupported', { type: 'poll_creation' }, true],
    ['hologram', { shape: 'cube' }, true],
    ['__proto__', {}, true],
    ['constructor', {}, true],
    ['reaction', { message_id: 'wamid.T', emoji: '👍' }, false],
    ['reaction', { message_id: 'wamid.T' }, false],
    ['system', { body: 'A changed their number', type: 'user_changed_number', wa_id: '19' }, false],
    ['edit', { original_message_id: 'wamid.O', message: { type: 'text', text: { body: 'b' } } }, false],
    ['revoke', { original_message_id: 'wamid.O' }, false],
    ['request_welcome', undefined, false],
    ['media_placeholder', undefined, false],
  ])('%s is kept as it came: %j', (type, payload, needsAnswer) => {
    const message: Shape = { ...head, type, ...(payload !== undefined && { [type]: payload }) };
    expect(read(message)).toMatchObject({
      externalId: head.id,
      kind: 'unsupported',
      platformType: type,
      text: null,
      needsAnswer,
      opensWindow: type !== 'system',
      metadata: { raw: message },
    });
  });

  it.each<[string, Shape, string | null]>([
    ['button', { button: { payload: 'yes-1', text: 'Yes, please' } }, 'Yes, please'],
    ['interactive', { interactive: { type: 'button_reply', button_reply: { id: '1', title: 'Size M' } } }, 'Size M'],
    ['interactive', { interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Blue' } } }, 'Blue'],
    ['interactive', { interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{broken' } } }, null],
    ['interactive', {}, null],
    ['interactive', { interactive: null }, null],
    ['button', { button: [] }, null],
  ])('%s keeps the words the customer chose: %j', (type, payload, words) => {
    expect(read({ ...head, type, ...payload })).toMatchObject({ kind: 'unsupported', text: words, needsAnswer: true });
  });

  it('keeps the error that says why its content is missing', () => {
    const errors = [{ code: 131_060, title: 'This message is currently unavailable.' }];
    expect(read({ ...head, type: 'unsupported', errors }).metadata).toMatchObject({ errors, raw: { errors } });
  });

  it.each([undefined, null, 7, '', {}])('of type %j is of an unknown type', (type) => {
    expect(read({ ...head, type })).toMatchObject({ kind: 'unsupported', platformType: 'unknown', needsAnswer: true });
  });

  it('of a customer who changed numbers belongs to the old one', () => {
    const message = { ...head, type: 'system', system: { type: 'user_changed_number', wa_id: '4915550001' } };
    expect(read(message).customer.waId).toBe('16505551234');
  });
});

describe('ids', () => {
  it('that are too long are hashed alike as id and as quote, and kept in full', () => {
    const id = `wamid.${'A'.repeat(300)}`;
    const hash = `sha256:${sha256(id)}`;
    expect(read(text('x', { id }))).toMatchObject({ externalId: hash, metadata: { fullId: id } });
    expect(read(text('x', { context: { id } })).replyTo).toBe(hash);
  });
});

describe('what cannot be a message says why', () => {
  it.each<[string, Shape]>([
    ['message without id', { from: '1', type: 'text', text: { body: 'x' } }],
    ['message without id', { ...head, id: 5 }],
    ['message without sender', { ...head, from: undefined }],
    ['message without sender', { ...head, from: 'somebody' }],
    ['group message', text('x', { group_id: 'Y2Fwa' })],
  ])('%s', (reason, message) => {
    expect(translateMessage(message, contacts, now)).toBe(reason);
  });
});

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
        username: 'sheena',
        name: 'Sheena Nelson',
      },
      kind: 'text',
      platformType: 'text',
      text: 'Does it come in another color? 😀\n\u200fשלום',
      media: null,
      sentAt: new Date(1_749_416_383_000),
      identityChange: null,
      isOverheard: false,
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

  it('leaves out members that nobody knows', () => {
    expect(read(text('hi', { from_logical_id: '77' })).metadata).toEqual({ username: 'sheena' });
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
    expect(message).toMatchObject({ kind: 'unknown', platformType: 'text', text: null, needsAnswer: true });
    expect(message.metadata).toHaveProperty('raw');
  });
});

describe('a message of an unknown type or shape', () => {
  it.each<[string, unknown, boolean]>([
    ['hologram', { shape: 'cube' }, true],
    ['__proto__', {}, true],
    ['constructor', {}, true],
    ['toString', {}, true],
    ['media_placeholder', undefined, false],
    ['reaction', { emoji: '👍' }, false],
    ['edit', { message: {} }, false],
    ['image', 'x', true],
    ['location', { latitude: 'north' }, true],
  ])('%s is kept as it came: %j', (type, payload, needsAnswer) => {
    const message: Shape = { ...head, type, ...(payload !== undefined && { [type]: payload }) };
    expect(read(message)).toMatchObject({
      externalId: head.id,
      kind: 'unknown',
      platformType: type,
      text: null,
      media: null,
      needsAnswer,
      opensWindow: true,
      metadata: { raw: message },
    });
  });

  it.each([undefined, null, 7, '', {}])('of type %j is of an unknown type', (type) => {
    expect(read({ ...head, type })).toMatchObject({ kind: 'unknown', platformType: 'unknown', needsAnswer: true });
  });
});

describe('any message', () => {
  it.each(['image', 'location', 'contacts', 'order', 'reaction', 'system', 'edit', 'revoke'])(
    '%s keeps nothing raw once it is understood',
    (type) => {
      const payload = {
        original_message_id: 'wamid.O',
        message_id: 'wamid.T',
        latitude: 1,
        longitude: 2,
        product_items: [],
      };
      expect(read({ ...head, type, [type]: payload, odd: 1 }).metadata).not.toHaveProperty('raw');
    },
  );

  it('of a customer who changed numbers belongs to the old one and opens no window', () => {
    const message = { ...head, type: 'system', system: { type: 'user_changed_number', wa_id: '4915550001' } };
    expect(read(message)).toMatchObject({ customer: { waId: '16505551234' }, opensWindow: false });
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

import { describe, expect, it } from 'vitest';
import type { Json } from '../json.js';
import type { MessageContent, StoredDetails, StoredMessage } from './stored-message.js';
import { quotedText, wordsFor } from './words-for.js';

const message = (what: Partial<StoredMessage>): StoredMessage => ({
  text: null,
  media: null,
  details: null,
  quoted: null,
  ...what,
});
const unknown = (type: string): string => `(sent something this system does not know: ${type})`;
const content = (text: string | null, details: StoredDetails | null = null): MessageContent => ({
  text,
  media: null,
  details,
});
const read = (what: Partial<StoredMessage>): string => wordsFor(message(what));
const details = (what: StoredDetails, text: string | null = null): string => read({ text, details: what });

describe('wordsFor', () => {
  it("gives the customer's own words", () => {
    expect(details({ kind: 'text' }, 'Hi')).toBe('Hi');
    expect(details({ kind: 'button', button: { payload: 'x' } }, 'Yes, please')).toBe('Yes, please');
    const choice = { type: 'list_reply', id: '1', title: 'Blue' } as const;
    expect(details({ kind: 'interactive', interactive: choice }, 'Blue')).toBe('Blue');
  });

  it.each<[StoredMessage['media'], string | null, string]>([
    [{ type: 'image', id: '1' }, null, '(sent an image)'],
    [{ type: 'image', caption: 'this one?' }, 'this one?', '(sent an image: this one?)'],
    [{ type: 'video', caption: 'this one?' }, null, '(sent a video: this one?)'],
    [{ type: 'audio', voice: true }, null, '(sent a voice message)'],
    [{ type: 'audio', voice: false }, null, '(sent an audio file)'],
    [{ type: 'document', filename: 'bill\n.pdf' }, 'my bill', '(sent a document named "bill .pdf": my bill)'],
    [{ type: 'sticker' }, null, '(sent a sticker)'],
    [{}, null, '(sent a file)'],
  ])('names the file %j with the words %j and does not look into it', (media, text, words) => {
    expect(read({ media, text })).toBe(words);
  });

  it('tells the words of a recording as those that a machine wrote down, and says where there are none', () => {
    const media = { type: 'audio', voice: true } as const;
    expect(read({ media, text: 'Hi, a lamp', details: { transcript: { model: 'm' } } })).toBe(
      '(sent a voice message, whose words a machine wrote down:)\nHi, a lamp',
    );
    expect(read({ media, details: { transcript: { failure: 'it took too long' } } })).toBe(
      '(sent a voice message whose words could not be written down: it took too long)',
    );
  });

  it('says of a file that is not here that and why it is missing', () => {
    const media = { type: 'image', caption: 'this one?' } as const;
    const waiting = { state: 'waiting', reason: null } as const;
    expect(read({ media: { type: 'image' }, file: waiting })).toBe('(sent an image that has not arrived here yet)');
    expect(read({ media, text: 'this one?', file: { ...waiting, reason: 'it came too slowly' } })).toBe(
      '(sent an image that has not arrived here yet: it came too slowly)\nthis one?',
    );
    expect(read({ media, file: { state: 'failed', reason: 'it is larger than 100 MB' } })).toBe(
      '(sent an image that could not be fetched: it is larger than 100 MB)\nthis one?',
    );
    expect(read({ media, file: { state: 'stored', reason: null } })).toBe('(sent an image: this one?)');
  });

  it.each<[StoredDetails, string]>([
    [{ location: { latitude: 37.44, longitude: -122.16 } }, '(sent a location: 37.44, -122.16)'],
    [
      { location: { latitude: 1, longitude: 2, name: 'Shop', address: 'Main St' } },
      '(sent a location: Shop, Main St, at 1, 2)',
    ],
    [
      { contacts: [{ name: 'Ada', phones: [{ phone: '+1 555' }, { wa_id: '49' }] }, { phones: [] }] },
      '(sent contacts: Ada +1 555, 49; no name)',
    ],
    [{ interactive: { type: 'nfm_reply' } }, '(filled in a form)'],
    [{ interactive: { type: 'nfm_reply', unread: '{broken' } }, '(filled in a form)'],
    [
      { interactive: { type: 'nfm_reply', fields: { flow_token: 'secret', name: 'Ada', days: [1, 2] } } },
      '(filled in a form:\n- name: Ada\n- days: [1,2])',
    ],
    [
      { interactive: { type: 'call_permission_reply', response: 'reject' } },
      '(answered the request to be called: reject)',
    ],
    [{ interactive: { type: 'button_reply', id: 'b-1' } }, '(chose b-1)'],
    [
      { order: { product_items: [{ product_retailer_id: 'sku', quantity: 2, item_price: 9.5, currency: 'EUR' }, {}] } },
      '(sent an order:\n- 2 x sku at 9.5 EUR\n- ? x a product without a number)',
    ],
    [
      { system: { type: 'user_changed_number', wa_id: '19' } },
      '(WhatsApp says that the customer changed their phone number)',
    ],
    [{ system: {} }, '(WhatsApp says that something about the customer changed)'],
    [{ kind: 'request_welcome' }, '(opened the chat)'],
    [{ kind: 'unsupported', type: 'unsupported', unsupported: { type: 'poll_creation' } }, unknown('poll_creation')],
    [{ kind: 'unsupported', type: 'unsupported', unsupported: {} }, unknown('unsupported')],
    [{ kind: 'unknown', type: 'hologram' }, unknown('hologram')],
    [
      { edit: { original_message_id: 'x' }, applied: false },
      '(changed an earlier message to: something without words)',
    ],
    [{ revoke: { original_message_id: 'x' }, applied: false }, '(withdrew an earlier message)'],
  ])('tells %j', (what, words) => {
    expect(details(what)).toBe(words);
  });

  it('tells an order with its words, and how many lines are left out', () => {
    const items = Array.from({ length: 40 }, () => ({ product_retailer_id: 'sku', quantity: 1 }));
    const words = details({ order: { product_items: items, left_out: 5 } }, 'by Friday?');
    expect(words).toMatch(/\n- and 15 more\)\nby Friday\?$/);
  });

  it('goes by the words the customer changed them to, and by none that were withdrawn', () => {
    expect(details({ edited_text: 'blue' }, 'red')).toBe('blue');
    const withdrawn = details({ edited_text: 'blue', revoked_at: '2026-11-22', reply_to: 'x' }, 'red');
    expect(withdrawn).toBe('(wrote a message and withdrew it)');
    expect(read({ text: 'why?', quoted: content('red', { revoked_at: 'x' }) })).not.toContain('red');
  });

  it('tells what a message answers, as far as it is known', () => {
    expect(read({ text: 'this', quoted: content('Red\n or blue?') })).toBe('(in reply to: Red or blue?)\nthis');
    const words = details({ reply_to: 'wamid.X' }, 'this');
    expect(words).toBe('(in reply to a message that is not known here)\nthis');
    const image: MessageContent = { text: null, media: { type: 'image' }, details: null };
    expect(read({ text: 'this', quoted: image })).toBe('(in reply to: (sent an image))\nthis');
  });

  it('tells a reaction and that it was taken back', () => {
    const quoted = content('Your parcel is on its way');
    const reaction = (emoji: string | null): StoredDetails => ({ reaction: { message_id: 'x', emoji } });
    expect(read({ details: reaction('👍'), quoted })).toBe('(reacted with 👍 to: Your parcel is on its way)');
    expect(read({ details: reaction(null) })).toBe('(took back the reaction to: an earlier message)');
  });

  it('tells in one line where the customer came from, whatever shape that has', () => {
    const referral = { headline: 'Tea', body: 'now\ncheaper', source_url: 'https://fb.me/x', source_type: 'ad' };
    expect(details({ referral }, 'Hi')).toBe('(came from an advertisement: Tea | now cheaper | https://fb.me/x)\nHi');
    const oddities: Json[] = [null, 7, 'x', [], {}, { headline: 5 }];
    for (const odd of oddities) expect(details({ referral: odd }, 'Hi')).toBe('Hi');
    const long = details({ referral: { headline: 'x'.repeat(9_000) } }, 'Hi');
    expect(long.length).toBeLessThan(350);
  });

  it('tells what was forwarded and which product is meant', () => {
    expect(details({ context: { forwarded: true } }, 'Hi')).toBe('(forwarded from another chat)\nHi');
    const context = { referred_product: { catalog_id: '1', product_retailer_id: 'sku-7' } };
    expect(details({ context }, 'Is it new?')).toBe('(about the product sku-7)\nIs it new?');
  });
});

describe('quotedText', () => {
  it('is at most 200 characters and never half an emoji', () => {
    const text = quotedText(message({ quoted: content(`${'x'.repeat(198)}😀😀`) }));
    expect(text).toBe(`${'x'.repeat(198)}…`);
    expect(quotedText(message({ quoted: content('x'.repeat(60_000)) }))).toHaveLength(200);
    expect(quotedText(message({ quoted: content('x'.repeat(200)) }))).toHaveLength(200);
    expect(quotedText(message({}))).toBeNull();
  });
});

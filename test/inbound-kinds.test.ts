import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  conversationOf,
  exchange,
  messagesOf,
  newPhone,
  promptOf,
  quiet,
  settled,
  turnsOf,
} from './support/conversation.js';
import { type Item, lastPrompt, listed, rowOf, send } from './support/inbound.js';
import { settledFileOf } from './support/media.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, textFrom, webhook } from './support/webhook-body.js';

describe('What a customer may send', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const FILE = { mime_type: 'image/jpeg' };
  /** Puts the file where the platform keeps it; what is none stays as it is. */
  const withFile = (payload: unknown): unknown => {
    if ((payload as typeof FILE | undefined)?.mime_type === undefined) return payload;
    return { ...(payload as object), id: system.simulator.putMedium({ mimeType: FILE.mime_type, size: 100 }).id };
  };
  it.each<[type: string, payload: unknown, kind: string, row: Item, read: string]>([
    [
      'image',
      { ...FILE, caption: 'this lamp 1?' },
      'image',
      { message_text: 'this lamp 1?', media_info: { type: 'image', ...FILE, caption: 'this lamp 1?' } },
      '(sent an image: this lamp 1?)',
    ],
    [
      'audio',
      { ...FILE, voice: true },
      'audio',
      { media_info: { type: 'audio', voice: true } },
      '(sent a voice message whose words could not be written down: files of its kind cannot be opened here)',
    ],
    [
      'document',
      { ...FILE, filename: 'bill.pdf' },
      'document',
      { media_info: { filename: 'bill.pdf' } },
      '(sent a document named "bill.pdf")',
    ],
    [
      'location',
      { latitude: 37.44, longitude: -122.16, name: 'Old mill' },
      'location',
      { extra_metadata: { location: { latitude: 37.44, longitude: -122.16, name: 'Old mill' } } },
      '(sent a location: Old mill, at 37.44, -122.16)',
    ],
    [
      'contacts',
      [{ name: { formatted_name: 'Ada L' }, phones: [{ phone: '+1 555' }] }],
      'contacts',
      { extra_metadata: { contacts: [{ name: 'Ada L', phones: [{ phone: '+1 555' }] }] } },
      '(sent contacts: Ada L +1 555)',
    ],
    ['button', { payload: 'p', text: 'Choice A' }, 'button', { message_text: 'Choice A' }, 'Choice A'],
    [
      'interactive',
      { type: 'list_reply', list_reply: { id: '1', title: 'Row B' } },
      'interactive',
      { message_text: 'Row B', extra_metadata: { interactive: { type: 'list_reply', id: '1', title: 'Row B' } } },
      'Row B',
    ],
    [
      'interactive',
      { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{"flow_token":"t","size":"XL"}' } },
      'interactive',
      { extra_metadata: { interactive: { fields: { size: 'XL' } } } },
      '(filled in a form:\n- size: XL)',
    ],
    [
      'interactive',
      { type: 'nfm_reply', nfm_reply: { response_json: '{broken' } },
      'interactive',
      { extra_metadata: { interactive: { unread: '{broken' } } },
      '(filled in a form)',
    ],
    [
      'order',
      {
        catalog_id: '1',
        product_items: [{ product_retailer_id: 'sku-9', quantity: 2, item_price: 5, currency: 'EUR' }],
      },
      'order',
      { extra_metadata: { order: { catalog_id: '1' } } },
      '- 2 x sku-9 at 5 EUR',
    ],
  ])('%s %j is stored as %s, read by the assistant and answered', async (type, payload, kind, row, read) => {
    const phone = newPhone();
    const calls = system.simulator.modelCalls().length;
    const id = await send(system, phone, type, withFile(payload));
    expect(await rowOf(system, phone, id)).toMatchObject({
      ...row,
      extra_metadata: { ...(row['extra_metadata'] as Item), kind },
    });
    await settled(system, phone);
    expect(answersTo(system, phone)).toHaveLength(1);
    const [call] = system.simulator.modelCalls().slice(calls);
    expect(call && promptOf(call)).toContain(read);
    expect((await listed(system, phone)).at(-1)).toMatchObject({ kind, external_id: id, ...row });
  });

  it.each<[string, unknown]>([
    ['reaction', { message_id: 'wamid.NOBODY', emoji: '👍' }],
    ['reaction', { message_id: 'wamid.NOBODY' }],
    ['sticker', FILE],
    ['system', { type: 'customer_identity_changed', body: 'changed' }],
    ['edit', { original_message_id: 'wamid.NOBODY', message: { type: 'text', text: { body: 'new' } } }],
    ['revoke', { original_message_id: 'wamid.NOBODY' }],
    ['request_welcome', undefined],
    ['unsupported', { type: 'edit' }],
  ])('%s %j starts no turn', async (type, payload) => {
    const phone = newPhone();
    const id = await send(system, phone, type, payload);
    await quiet(system);
    expect(await rowOf(system, phone, id)).toMatchObject({ handled_at: expect.any(Date) });
    expect(await turnsOf(system, phone)).toEqual([]);
    expect((await conversationOf(system, phone)).burst_started_at).toBeNull();
  });

  it.each<[type: string, payload: unknown, kind: string, row: Item]>([
    ['unsupported', { type: 'poll_creation' }, 'unsupported', { unsupported: { type: 'poll_creation' } }],
    ['hologram', { secret: 'of the platform' }, 'unknown', { raw: { hologram: { secret: 'of the platform' } } }],
    ['text', { body: '' }, 'unknown', { raw: { type: 'text' } }],
    ['interactive', undefined, 'unknown', { raw: { type: 'interactive' } }],
  ])(
    '%s %j is kept as it came, never shown to the model, and asked for in another form',
    async (type, payload, kind, row) => {
      const phone = newPhone();
      const id = await send(system, phone, type, payload);
      expect(await rowOf(system, phone, id)).toMatchObject({ extra_metadata: { ...row, kind } });
      await settled(system, phone);
      expect(answersTo(system, phone)).toEqual([system.settings.UNREADABLE_MESSAGE]);
      expect(await turnsOf(system, phone)).toMatchObject([{ state: 'answered', model_calls: null }]);
      await exchange(system, phone, `And this, ${phone}?`);
      expect(lastPrompt(system, `And this, ${phone}?`)).toContain('(sent something this system does not know:');
      expect(lastPrompt(system, `And this, ${phone}?`)).not.toContain('of the platform');
    },
  );

  it('reads a sticker beside the words that follow it', async () => {
    const phone = newPhone();
    const sticker = await send(system, phone, 'sticker', withFile(FILE));
    expect(await rowOf(system, phone, sticker)).toMatchObject({ message_text: null, media_info: { type: 'sticker' } });
    await settledFileOf(system, phone);
    await exchange(system, phone, 'Do you like my sticker?');
    expect(answersTo(system, phone)).toHaveLength(1);
    expect(lastPrompt(system, 'Do you like my sticker?')).toContain('(sent a sticker)');
  });

  it('sends a customer whose words only the phone app shows to a person, without asking the model', async () => {
    const phone = newPhone();
    const calls = system.simulator.modelCalls().length;
    await send(system, phone, 'unsupported', undefined, {
      errors: [{ code: 131_060, title: 'Currently unavailable' }],
    });
    await eventually('a person is needed', async () => (await conversationOf(system, phone)).owner === 'waiting');
    const { handoff } = await conversationOf(system, phone);
    expect(handoff).toMatchObject({ reason: 'content_hidden', summary: expect.stringContaining('on the phone') });
    await settled(system, phone);
    expect(answersTo(system, phone)).toEqual([system.settings.HANDOFF_MESSAGE]);
    expect(system.simulator.modelCalls()).toHaveLength(calls);
  });

  it.each(['I want to talk to a human', 'Ich möchte bitte mit einem Mitarbeiter sprechen', 'operador por favor'])(
    'sends who asks for a person to one, whatever the model would say: %s',
    async (words) => {
      const phone = newPhone();
      system.simulator.armFault({
        face: 'gemini',
        kind: 'reply',
        text: 'There are no people here.',
        match: { text: words },
      });
      await exchange(system, phone, 'Hello there', words);
      expect(await conversationOf(system, phone)).toMatchObject({
        owner: 'waiting',
        handoff: { reason: 'customer_asked', summary: expect.stringContaining(words) },
      });
      expect(answersTo(system, phone)).not.toContain('There are no people here.');
      expect(answersTo(system, phone).at(-1)).toBe(system.settings.HANDOFF_MESSAGE);
      system.simulator.disarmFaults();
    },
  );

  it.each<[string, object]>([
    ['image', { id: '5', mime_type: 'image/jpeg', sha256: 'x', caption: 'broken! can i talk to a humen' }],
    ['button', { payload: 'x', text: 'Talk to an agent' }],
    ['interactive', { type: 'button_reply', button_reply: { id: 'x', title: 'Customer service' } }],
    ['interactive', { type: 'list_reply', list_reply: { id: 'x', title: 'Contact support' } }],
  ])('sends who asks for a person by an %s to one', async (type, payload) => {
    const phone = newPhone();
    await send(system, phone, type, payload);
    await settled(system, phone);
    expect(await conversationOf(system, phone)).toMatchObject({ handoff: { reason: 'customer_asked' } });
    expect(await turnsOf(system, phone)).toMatchObject([{ state: 'handed_over', model_calls: null }]);
  });

  it('leaves a question about human resources to the model', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'Is your human resource department closed on Monday?');
    expect((await turnsOf(system, phone)).map((turn) => turn.model_calls)).toEqual([1]);
  });

  it('reads what a message quotes, whoever said it, and shows it in the list', async () => {
    const phone = newPhone();
    const asked = textFrom(phone, 'the walnut shelf, is it in stock?');
    await deliver(system, webhook(system, { messages: [asked] }));
    await settled(system, phone);
    const answer = (await messagesOf(system, phone)).find((row) => row.direction === 'outbound');
    await send(system, phone, 'text', { body: 'quoting me' }, { context: { id: asked.id } });
    await settled(system, phone);
    await send(system, phone, 'text', { body: 'quoting you' }, { context: { id: answer?.external_id } });
    await settled(system, phone);
    await send(system, phone, 'reaction', { message_id: answer?.external_id, emoji: '👍' });
    await send(system, phone, 'text', { body: 'quoting nobody' }, { context: { id: 'wamid.NOBODY' } });
    await settled(system, phone);

    const prompt = lastPrompt(system, 'quoting nobody');
    expect(prompt).toContain('(in reply to: the walnut shelf, is it in stock?)\nquoting me');
    expect(prompt).toContain(`(in reply to: ${answer?.message_text})\nquoting you`);
    expect(prompt).toContain(`(reacted with 👍 to: ${answer?.message_text})`);
    expect(prompt).toContain('(in reply to a message that is not known here)\nquoting nobody');
    const quotes = (await listed(system, phone)).filter((item) => item['sender_type'] === 'customer');
    expect(quotes.map((item) => item['quoted_text'])).toEqual([
      null,
      answer?.message_text,
      answer?.message_text,
      'the walnut shelf, is it in stock?',
      null,
    ]);
  });

  it("never reads another customer's message by quoting it (P9)", async () => {
    const [one, two] = [newPhone(), newPhone()];
    const secret = textFrom(one, 'my code is 4711');
    await deliver(system, webhook(system, { messages: [secret] }));
    await settled(system, one);
    await send(system, two, 'text', { body: 'what was that again?' }, { context: { id: secret.id } });
    await send(system, two, 'reaction', { message_id: secret.id, emoji: '👍' });
    await send(system, two, 'revoke', { original_message_id: secret.id });
    await send(system, two, 'edit', {
      original_message_id: secret.id,
      message: { type: 'text', text: { body: 'hacked' } },
    });
    await settled(system, two);
    expect(lastPrompt(system, 'what was that again?')).not.toContain('4711');
    expect(JSON.stringify(await listed(system, two))).not.toContain('4711');
    expect((await rowOf(system, one, secret.id)).extra_metadata).not.toHaveProperty('revoked_at');
    expect((await rowOf(system, one, secret.id)).extra_metadata).not.toHaveProperty('edited_text');
  });

  it('tells the model of the ad that brought the customer', async () => {
    const phone = newPhone();
    const referral = { headline: 'Tea for winter', source_url: 'https://fb.me/tea', source_type: 'ad' };
    await send(system, phone, 'text', { body: 'tell me about it' }, { referral });
    await settled(system, phone);
    expect(lastPrompt(system, 'tell me about it')).toContain(
      '(came from an advertisement: Tea for winter | https://fb.me/tea)',
    );
    expect((await listed(system, phone)).at(-1)).toMatchObject({ extra_metadata: { referral } });
  });
});

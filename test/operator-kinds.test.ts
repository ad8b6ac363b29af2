import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, messagesOf, newPhone, settled, write } from './support/conversation.js';
import { lastPrompt, listed } from './support/inbound.js';
import { type Answer, answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

const link = 'https://cdn.example.com/a';
const buttons = [
  { id: 'am', title: 'Morning' },
  { id: 'pm', title: 'Evening' },
];
const sections = [{ rows: [{ id: 's', title: 'Small', description: 'Up to 38' }] }];

/** What an operator asks for, the platform's type, and how the operator sees it afterwards. */
const KINDS: [kind: string, asked: object, type: string, listed: object][] = [
  ['text', { message: 'Hello' }, 'text', { message_text: 'Hello' }],
  ['image', { media: { type: 'image', link }, message: 'This one' }, 'image', { message_text: 'This one' }],
  ['audio', { media: { type: 'audio', link } }, 'audio', { media_info: { type: 'audio', link } }],
  ['sticker', { media: { type: 'sticker', link } }, 'sticker', { media_info: { type: 'sticker', link } }],
  [
    'location',
    { location: { latitude: 52.5, longitude: 13.4, name: 'Our shop' } },
    'location',
    { extra_metadata: { content: { type: 'location', latitude: 52.5, longitude: 13.4, name: 'Our shop' } } },
  ],
  [
    'contacts',
    { contacts: [{ name: 'Ann', phones: [{ phone: '+1 555 010 0199', type: 'WORK' }], organization: 'Shop' }] },
    'contacts',
    { message_text: null },
  ],
  [
    'buttons',
    { message: 'When?', buttons, footer: 'Shop' },
    'interactive',
    { message_text: 'When?', extra_metadata: { content: { type: 'buttons', buttons, footer: 'Shop' } } },
  ],
  [
    'buttons',
    { message: 'Like this?', buttons, media: { type: 'image', link } },
    'interactive',
    { message_text: 'Like this?', media_info: { type: 'image', link } },
  ],
  [
    'list',
    { message: 'Which size?', header: 'Sizes', list: { button: 'Show sizes', sections } },
    'interactive',
    { message_text: 'Which size?' },
  ],
  [
    'cta_url',
    { message: 'It is on its way', cta_url: { display_text: 'Track it', url: link } },
    'interactive',
    { message_text: 'It is on its way' },
  ],
  ['location_request', { message: 'Where are you?', location_request: true }, 'interactive', {}],
];

describe.concurrent("An operator's message", () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const asked = async (): Promise<{ phone: string; question: string | null | undefined }> => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    return { phone, question: (await messagesOf(system, phone))[0]?.external_id };
  };
  const post = (path: string, body: object): Promise<Answer> => system.call('POST', `/api/v1/${path}`, body);
  const say = (phone: string, body: object): Promise<Answer> => post('operator-message', { phone, ...body });

  it.each(KINDS)('may be %s: %j', async (kind, body, type, shown) => {
    const { phone } = await asked();
    const answer = await say(phone, body);
    expect(answer).toMatchObject({ status: 200, body: { status: 'success' } });
    expect(system.simulator.thread(phone).at(-1)).toMatchObject({ id: answer.body['message_id'], type });
    expect((await listed(system, phone))[0]).toMatchObject({ kind, ...shown });
  });

  it('may react to a message of the customer, and take that back', async () => {
    const { phone, question } = await asked();
    expect((await say(phone, { reaction: { message_id: question, emoji: '👍' } })).status).toBe(200);
    expect(system.simulator.thread(phone).at(-1)?.payload).toEqual({ message_id: question, emoji: '👍' });
    expect((await say(phone, { reaction: { message_id: question, emoji: '' } })).status).toBe(200);
    const [back, reaction] = await listed(system, phone);
    expect(reaction).toMatchObject({ kind: 'reaction', quoted_text: 'a question' });
    expect(back).toMatchObject({ kind: 'reaction', extra_metadata: { content: { emoji: '' } } });
  });

  it('reacts to nothing but a message of this conversation that is no reaction (P9, P10)', async () => {
    const [one, two] = await Promise.all([asked(), asked()]);
    const reactTo = (message_id: unknown): Promise<Answer> => say(one.phone, { reaction: { message_id, emoji: '👍' } });
    const reaction = await reactTo(one.question);
    const elsewhere = 'reaction.message_id must be the platform id of a message in this conversation';
    const self = 'reaction.message_id must not be a reaction itself';
    expect((await reactTo(two.question)).body).toEqual({ statusCode: 400, error: 'Bad Request', message: [elsewhere] });
    expect((await reactTo('wamid.unknown')).body['message']).toEqual([elsewhere]);
    expect((await reactTo(reaction.body['message_id'])).body['message']).toEqual([self]);
    expect(await messagesOf(system, one.phone)).toHaveLength(3);
  });

  it('is refused with every field that is wrong, and nothing is sent (P10)', async () => {
    const { phone } = await asked();
    const answer = await say(phone, {
      message: 'x'.repeat(1_025),
      buttons: [{ id: 'a', title: 'x'.repeat(21) }],
      footer: 'x'.repeat(61),
      sticker: {},
    });
    expect(answer.status).toBe(400);
    expect((answer.body['message'] as string[]).toSorted()).toEqual([
      'buttons.0.title must be shorter than or equal to 20 characters',
      'footer must be shorter than or equal to 60 characters',
      'message must be shorter than or equal to 1024 characters',
      'property sticker should not exist',
    ]);
    expect(await messagesOf(system, phone)).toHaveLength(2);
  });

  it('is remembered by the assistant as the customer saw it (P6)', async () => {
    const { phone } = await asked();
    await say(phone, { message: 'When shall we come?', buttons });
    await say(phone, { location: { latitude: 52.5, longitude: 13.4, name: 'Our shop' } });
    await write(system, phone, `what did ${phone} see`);
    await settled(system, phone);
    const prompt = lastPrompt(system, `what did ${phone} see`);
    expect(prompt).toContain('When shall we come?\n(offered to choose: Morning | Evening)');
    expect(prompt).toContain('(sent a location: Our shop, at 52.5, 13.4)');
  });

  it('leaves a question open that it only reacted to, when the conversation is handed back (P8)', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'hello');
    await post('takeover', { phone });
    await write(system, phone, 'and my parcel');
    const { external_id: question } = (await messagesOf(system, phone)).at(-1) ?? {};
    await say(phone, { reaction: { message_id: question, emoji: '👀' } });
    await post('handback', { phone });
    await settled(system, phone);
    expect(system.simulator.thread(phone).at(-1)?.text).toContain('and my parcel');
  });

  it('reaches a customer without a known phone by user id, whatever it is', async () => {
    const userId = `US.${newPhone()}`;
    system.simulator.writeAsCustomer(userId, { text: 'no phone' });
    await eventually('they are answered', () => answersTo(system, userId).length === 1);
    const answer = await post('operator-message', { userId, message: 'When?', buttons });
    expect(answer.status).toBe(200);
    const request = system.simulator.requests().find(({ wamid }) => wamid === answer.body['message_id']);
    expect(request?.body).toMatchObject({ recipient: userId, type: 'interactive' });
    expect(request?.body).not.toHaveProperty('to');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  callsAbout,
  conversationOf,
  exchange,
  messagesOf,
  newPhone,
  promptOf,
  quiet,
  settled,
  turnsOf,
  write,
} from './support/conversation.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

const QUEUED = { status: 'success', message: 'Message queued for processing' };

describe.concurrent("An operator's message", () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    system = await startSystem(TWO_OPERATORS);
    system.simulator.changeSettings({ statusDelayMs: 500 });
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());

  /** A customer who has written, with the conversation in Anna's hands. */
  const heldByAnna = async (): Promise<string> => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await anna.post('takeover', { phone });
    return phone;
  };
  const requestsTo = (phone: string) => system.simulator.requests().filter(({ to }) => to === `+${phone}`);

  it('is sent before the call returns, which names it', async () => {
    const phone = await heldByAnna();
    const answer = await anna.post('operator-message', {
      phone,
      message: 'Hello, Anna here',
      messageId: null,
      media: null,
    });
    const sent = system.simulator.thread(phone).at(-1);
    expect(sent).toMatchObject({ direction: 'outbound', text: 'Hello, Anna here' });
    expect(answer).toMatchObject({ status: 200, body: { ...QUEUED, message_id: sent?.id } });
    expect(Object.keys(answer.body)).toEqual(['status', 'message', 'message_id']);
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({
      direction: 'outbound',
      sender_type: 'operator',
      external_id: sent?.id,
    });
  });

  it('quotes the message it answers', async () => {
    const phone = await heldByAnna();
    const [question] = await messagesOf(system, phone);
    await anna.post('operator-message', { phone, message: 'To this:', messageId: question?.external_id });
    expect(requestsTo(phone).at(-1)?.body).toMatchObject({ context: { message_id: question?.external_id } });
  });

  it('may be media, with or without words', async () => {
    const phone = await heldByAnna();
    const send = async (body: object): Promise<unknown> => {
      expect((await anna.post('operator-message', { phone, ...body })).status).toBe(200);
      return requestsTo(phone).at(-1)?.body;
    };
    const link = 'https://cdn.example.com/receipt.pdf';
    const document = { type: 'document', link, caption: 'Your receipt', filename: 'receipt.pdf' };
    expect(await send({ media: document })).toMatchObject({
      type: 'document',
      document: { link, caption: 'Your receipt', filename: 'receipt.pdf' },
    });
    const { id } = system.simulator.putMedium({ mimeType: 'image/jpeg', size: 100, origin: 'uploaded' });
    expect(await send({ media: { type: 'image', id }, message: null })).toMatchObject({ image: { id } });
    expect(await send({ media: { type: 'image', id }, message: 'Like this one' })).toMatchObject({
      image: { id, caption: 'Like this one' },
    });
    expect((await messagesOf(system, phone)).map((row) => row.message_text).slice(-3)).toEqual([
      'Your receipt',
      null,
      'Like this one',
    ]);
  });

  it.each([
    [{ media: { type: 'image', id: '1', caption: 'one' }, message: 'two' }, 'caption'],
    [{ media: { type: 'audio', id: '1' }, message: 'words' }, 'audio'],
    [{ media: { type: 'sticker', id: '1', caption: 'words' } }, 'sticker'],
    [{ media: { type: 'image', id: '1' }, message: 'x'.repeat(1_025) }, '1024'],
  ])('loses no words beside media without saying so: %j (P10)', async (body, told) => {
    const phone = await heldByAnna();
    const answer = await anna.post('operator-message', { phone, ...body });
    expect(answer).toMatchObject({ status: 400, body: { error: 'Bad Request' } });
    expect(String(answer.body['message'])).toContain(told);
    expect(requestsTo(phone)).toHaveLength(1);
  });

  it('is one message, however often it is repeated with its key (P2)', async () => {
    const phone = await heldByAnna();
    const key = { 'idempotency-key': 'order-17' };
    const say = () => anna.post('operator-message', { phone, message: 'Only once' }, key);
    const answers = [...(await Promise.all([say(), say(), say()])), await say()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body['message_id']))).toEqual(new Set([requestsTo(phone).at(-1)?.wamid]));
    expect(answersTo(system, phone).filter((text) => text === 'Only once')).toHaveLength(1);

    const other = await heldByAnna();
    expect((await anna.post('operator-message', { phone: other, message: 'Only once' }, key)).status).toBe(200);
    expect(answersTo(system, other).at(-1)).toBe('Only once');
  });

  it('is refused when its key is too long', async () => {
    const headers = { 'idempotency-key': 'x'.repeat(256) };
    const answer = await anna.post('operator-message', { phone: newPhone(), message: 'x' }, headers);
    expect(answer.body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: ['Idempotency-Key must be at most 255 characters'],
    });
  });

  it("tells the platform's reason when it is refused there, and takes the blame off nobody else", async () => {
    const phone = await heldByAnna();
    system.simulator.armFault({
      face: 'whatsapp',
      kind: 'error',
      status: 400,
      code: 131_026,
      message: 'No WhatsApp on this phone',
      match: { text: 'never arrives' },
    });
    const answer = await anna.post('operator-message', { phone, message: 'never arrives' });
    expect(answer.body).toEqual({
      statusCode: 502,
      error: 'Bad Gateway',
      message: 'WhatsApp refused the message: No WhatsApp on this phone',
      code: 131_026,
    });
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ status: 'failed', error: { code: 131_026 } });
    expect((await conversationOf(system, phone)).owner).toBe('human');
  });

  it('says so when its outcome is open, and is settled by the status that carries our label (P5)', async () => {
    const phone = await heldByAnna();
    system.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-reset', match: { text: 'in doubt' } });
    const { status, body } = await anna.post('operator-message', { phone, message: 'in doubt' });
    const [row] = (await messagesOf(system, phone)).slice(-1);
    expect({ status, body }).toEqual({
      status: 200,
      body: { ...QUEUED, message_id: row?.id, delivery: 'unconfirmed' },
    });
    await eventually('it is settled', async () => (await messagesOf(system, phone)).at(-1)?.status === 'read');
    expect(requestsTo(phone).filter(({ text }) => text === 'in doubt')).toHaveLength(1);
  });

  it("stops the assistant's running turn, which starts again with it in view", async () => {
    const phone = newPhone();
    const words = 'is my parcel there';
    system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 3_000, match: { text: words } });
    await write(system, phone, words);
    await eventually('the model thinks', () => callsAbout(system, words).length === 1);
    expect((await anna.post('operator-message', { phone, message: 'It came at noon' })).status).toBe(200);
    await settled(system, phone);

    expect((await turnsOf(system, phone)).map(({ state }) => state)).toEqual(['superseded', 'answered']);
    const calls = callsAbout(system, words);
    expect(calls).toHaveLength(2);
    expect(calls[0] && promptOf(calls[0])).not.toContain('It came at noon');
    expect(calls[1] && promptOf(calls[1])).toContain('(Written by a colleague, anna:) It came at noon');
    expect(answersTo(system, phone)).toEqual(['It came at noon', expect.stringContaining(words)]);
    expect((await conversationOf(system, phone)).owner).toBe('ai');
  });
});

describe("An operator's message where it takes over", () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ OPERATOR_MESSAGE_TAKES_OVER: 'true' });
  });
  afterAll(() => system.stop());

  it('silences the assistant from then on (P4)', async () => {
    const phone = newPhone();
    const words = 'is my parcel there';
    system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 3_000, match: { text: words } });
    await write(system, phone, words);
    await eventually('the model thinks', () => callsAbout(system, words).length === 1);
    const { status } = await system.call('POST', '/api/v1/operator-message', { phone, message: 'It came at noon' });
    expect(status).toBe(200);
    await write(system, phone, 'and the other one?');
    await quiet(system);

    expect(answersTo(system, phone)).toEqual(['It came at noon']);
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'human', operator_id: 'operator', epoch: 1 });
    expect((await turnsOf(system, phone)).map(({ state }) => state)).toEqual(['cancelled']);

    await system.call('POST', '/api/v1/operator-message', { phone, message: 'So did that one' });
    expect((await conversationOf(system, phone)).epoch).toBe(1);
    expect(answersTo(system, phone)).toHaveLength(2);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendAttempt } from '../sim/whatsapp/cloud-api.js';
import { callsAbout, exchange, newPhone, quiet, settled, turnsOf, write } from './support/conversation.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, textFrom, webhook } from './support/webhook-body.js';

interface Mark {
  message_id: string;
  typing_indicator?: unknown;
}

describe('A customer who waits for the assistant', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const marks = (): SendAttempt[] => system.simulator.requests().filter(({ kind }) => kind === 'read-mark');
  const marksOf = (...messages: { id: string }[]): Mark[] =>
    marks()
      .map(({ body }) => body as Mark)
      .filter((mark) => messages.some(({ id }) => id === mark.message_id));
  /** The customer sends a burst in one delivery; returns its messages. */
  const send = async (phone: string, texts: string[], agoS = 0) => {
    const messages = texts.map((text, at) => textFrom(phone, text, {}, agoS + texts.length - at));
    expect(await deliver(system, webhook(system, { messages }))).toBe(200);
    return messages;
  };

  it('sees that the newest message was read and that somebody writes: one request a turn, before the answer', async () => {
    const phone = newPhone();
    const messages = await send(phone, ['one', 'two', 'three']);
    await settled(system, phone);
    expect(marksOf(...messages)).toEqual([
      {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: messages[2]?.id,
        typing_indicator: { type: 'text' },
      },
    ]);
    const kinds = system.simulator.requests().flatMap(({ kind, to, body }) => {
      const isMine = to === `+${phone}` || (body as Mark).message_id === messages[2]?.id;
      return isMine ? [kind] : [];
    });
    expect(kinds).toEqual(['read-mark', 'message']);
  });

  it.each([
    ['refuses it', { kind: 'error', status: 400, code: 131_009 }],
    ['is broken', { kind: 'server-error-without-body' }],
    ['breaks the connection', { kind: 'reset-before-read' }],
    ['never answers', { kind: 'silence' }],
  ] as const)('is answered as soon when WhatsApp %s', async (_, fault) => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'whatsapp', on: 'read-mark', ...fault });
    const messages = await send(phone, ['a question']);
    await settled(system, phone);
    expect(answersTo(system, phone)).toHaveLength(1);
    expect(await turnsOf(system, phone)).toMatchObject([{ state: 'answered' }]);
    expect(marksOf(...messages)).toHaveLength(1);
    expect(system.simulator.faults().at(-1)).toMatchObject({ fired: 1 });
    const answer = system.simulator.sent().find(({ to }) => to === `+${phone}`);
    expect(Number(answer?.receivedAt) - Number(marks().at(-1)?.receivedAt)).toBeLessThan(2_900);
  });

  it('sees nothing of it when no answer of the assistant will come', async () => {
    const phone = newPhone();
    const asks = await send(phone, ['talk to a human']);
    await settled(system, phone);
    const waits = await send(phone, ['hello?']);
    await quiet(system);
    const other = newPhone();
    await exchange(system, other, 'hi');
    await system.call('POST', '/api/v1/takeover', { phone: other });
    const toHuman = await send(other, ['are you there?']);
    await quiet(system);
    expect(marksOf(...asks, ...waits, ...toHuman)).toEqual([]);
  });

  it('sees nothing more of it when a person takes over in the middle', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 5_000, match: { text: 'think long' } });
    const messages = await send(phone, ['think long']);
    await eventually('the model is asked', () => callsAbout(system, 'think long').length > 0);
    await system.call('POST', '/api/v1/takeover', { phone });
    await quiet(system);
    expect(marksOf(...messages)).toHaveLength(1);
    expect(answersTo(system, phone)).toEqual([]);
  });

  it('is not marked by what is too old for it, or has no id of the platform', async () => {
    const old = newPhone();
    const messages = await send(old, ['from long ago'], 31 * 86_400);
    await settled(system, old);
    const long = newPhone();
    const id = `wamid.${'x'.repeat(300)}`;
    await deliver(system, webhook(system, { messages: [textFrom(long, 'a long id', { id })] }));
    await settled(system, long);
    expect(answersTo(system, long)).toHaveLength(1);
    expect(marksOf(...messages, { id })).toEqual([]);
    expect(marks().some(({ body }) => (body as Mark).message_id.startsWith('sha256:'))).toBe(false);
  });

  it('costs no request beside the answers: as many marks as turns that asked the model', async () => {
    const before = marks().length;
    const phones = Array.from({ length: 5 }, newPhone);
    await Promise.all(phones.map((phone) => exchange(system, phone, 'first')));
    await Promise.all(phones.map((phone) => write(system, phone, 'second')));
    await Promise.all(phones.map((phone) => settled(system, phone)));
    const turns = await Promise.all(phones.map((phone) => turnsOf(system, phone)));
    expect(marks().length - before).toBe(turns.flat().length);
  });
});

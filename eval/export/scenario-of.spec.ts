import { describe, expect, it } from 'vitest';
import { anonymous } from './anonymous.js';
import { type PastMessage, scenarioOf } from './scenario-of.js';

const said = (
  sender_type: PastMessage['sender_type'],
  message_text: string | null,
  more: Partial<PastMessage> = {},
) => ({
  sender_type,
  sender_id: null,
  extra_metadata: null,
  message_text,
  ...more,
});
const source = { sources: [{ document: 'knowledge/a.md', cited: true }] };
const past = { name: 'Ada Lovelace', owner: 'ai', handoff: null };

describe('scenarioOf', () => {
  it('makes turns of what the customer wrote, with what the assistant made of it', () => {
    const messages = [
      said('customer', 'Hi, Ada here'),
      said('customer', 'How much?'),
      said('ai', 'It is 4 EUR.', { extra_metadata: source }),
      said('customer', 'Thanks'),
      said('ai', 'You are welcome.'),
    ];
    expect(scenarioOf('a', { ...past, messages })).toEqual({
      name: 'a',
      turns: [
        { customer: ['Hi, Alex here', 'How much?'], expect: { outcome: 'answered', source: 'knowledge/a.md' } },
        { customer: ['Thanks'], expect: { outcome: 'answered' } },
      ],
    });
  });

  it('makes history of all that was said until a person last spoke', () => {
    const messages = [
      said('customer', 'Hi'),
      said('operator', 'Hello, Anna speaking', { sender_id: 'anna' }),
      said('customer', null),
    ];
    expect(scenarioOf('a', { ...past, owner: 'waiting', handoff: { reason: 'complaint' }, messages })).toEqual({
      name: 'a',
      history: [{ customer: 'Hi' }, { business: 'Hello, Alex speaking' }],
      turns: [
        { customer: ['(sent something without words)'], expect: { outcome: 'handed_over', reason: 'complaint' } },
      ],
    });
  });

  it('refuses a conversation with nothing to answer', () => {
    expect(() => scenarioOf('a', { ...past, messages: [said('operator', 'Hi')] })).toThrow('nothing');
  });
});

describe('anonymous', () => {
  it.each([
    ['Call +49 151 2345678 or 0151/2345678', 'Call +00 000 0000000 or 0000/0000000'],
    ['ada@mail.example and https://x.example/ada?id=1', 'customer@example.com and https://example.com'],
    ['order 4711001, 49.90 EUR, 3 lamps, 2 to 3 days', 'order 0000000, 49.90 EUR, 3 lamps, 2 to 3 days'],
    ['ADA, Adam and Lovelace', 'Alex, Adam and Alex'],
  ])('%s', (text, left) => {
    expect(anonymous(text, ['Ada Lovelace', 'Jo'])).toBe(left);
  });
});

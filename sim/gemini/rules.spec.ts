import { describe, expect, it } from 'vitest';
import { KeptFiles } from './kept-files.js';
import { generateContentSchema, readQuestion, type Question } from './request.js';
import { answerTo, openingHours, SIMULATED, type ModelReply } from './rules.js';

const user = (...texts: string[]) => ({ role: 'user', parts: texts.map((text) => ({ text })) });
const model = (text: string) => ({ role: 'model', parts: [{ text }] });
const called = (name: string) => ({ role: 'model', parts: [{ functionCall: { name, args: {} } }] });
const result = (name: string) => ({ role: 'user', parts: [{ functionResponse: { name, response: {} } }] });
const handoff = {
  name: 'ask_for_person',
  parameters: {
    type: 'object',
    properties: {
      reason: { type: 'string', enum: ['complaint', 'customer_asked', 'no_answer'] },
      summary: { type: 'string' },
      tried: { type: 'array', items: { type: 'string' } },
      next_step: { type: ['string', 'null'], maxLength: 9 },
      urgent: { type: 'BOOLEAN' },
      priority: { type: 'INTEGER', minimum: 3 },
      contact: { type: 'object', properties: { channel: { anyOf: [{ type: 'string' }, { type: 'null' }] } } },
    },
  },
};

const question = (contents: unknown[], more: object = {}): Question =>
  readQuestion(generateContentSchema.parse({ contents, ...more }), new KeptFiles());
const ask = (text: string, system = ''): ModelReply =>
  answerTo(question([user(text)], { systemInstruction: { parts: [{ text: system }] } }));
const textOf = (reply: ModelReply): string => (reply.kind === 'text' ? reply.text : expect.fail('no text'));

describe('The question in a request', () => {
  it('is all texts since the model last spoke, in one content or in several', () => {
    const before = [user('old'), model('answered')];
    expect(question([...before, user('one', 'two')]).burst).toEqual(['one', 'two']);
    expect(question([...before, user('one'), user('two')]).burst).toEqual(['one', 'two']);
  });

  it('stays the question when the model is told by notes alone to answer again', () => {
    const corrected = [user('old'), model('answered'), user('new'), model('bad'), user('<note>try again</note>')];
    expect(question(corrected).burst).toEqual(['new']);
  });

  it('leaves out notes', () => {
    const noted = user('<note>it is\nMonday</note>', '<note kind="x">y</note> hello <note>z</note>', 'there');
    expect(question([noted]).burst).toEqual(['hello', 'there']);
  });

  it('stays the same while a function is called for it', () => {
    const running = question([user('old'), model('x'), user('one'), called('look_up'), result('look_up')]);
    expect(running).toMatchObject({ burst: ['one'], answeredTool: 'look_up' });
  });
});

describe('An answer', () => {
  it.each([
    ['Hello!', 'Hello'],
    ['guten Tag 👋', 'Hello'],
    ['How long does delivery take?', 'You wrote "How long does delivery take?"'],
    ['What is the price per person?', 'You wrote "What is the price per person?"'],
  ])('to "%s" says "%s", and that it is simulated', (text, part) => {
    expect(textOf(ask(text))).toContain(part);
    expect(textOf(ask(text)).endsWith(SIMULATED)).toBe(true);
  });

  it.each([
    ['Opening hours: Mon-Fri 8:00-17:00\nDelivery in 3 days', 'Mon-Fri 8:00-17:00'],
    [
      '# Opening hours\n- Mon to Fri: 10 to 19\n- Sunday closed\n\nReturns: 14 days',
      'Mon to Fri: 10 to 19, Sunday closed',
    ],
    ['We are open Tuesday to Sunday, 11-22.', 'Tuesday to Sunday, 11-22'],
    ['If asked for opening hours, be brief.\nPrices from 5 euros', undefined],
  ])('takes the opening hours from the instruction %j', (system, hours) => {
    expect(openingHours(system)).toBe(hours);
    expect(textOf(ask('opening hours?', system))).toContain(hours ?? 'You wrote "opening hours?"');
  });

  it('quotes every text that no rule knows, in one answer', () => {
    const texts = textOf(answerTo(question([user('my parrot is blue', 'Hello', 'and it sings')])));
    expect(texts).toContain('"my parrot is blue", "and it sings"');
    expect(texts).toContain('Hello! How can I help you?');
  });

  it('fits into one WhatsApp message and cuts through no emoji, however much the customer wrote', () => {
    for (const texts of [Array<string>(100).fill('ab 😀 '.repeat(800)), ['😀'.repeat(5_000)]]) {
      const answer = textOf(answerTo(question([user(...texts)])));
      expect(answer.length).toBeLessThanOrEqual(4_096);
      expect(answer).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    }
  });

  it.each(['A person please', 'I want a HUMAN', 'agent', 'einen Menschen bitte', 'quiero hablar con una persona'])(
    'to "%s" is a call of the tool for it, with arguments of the declared shape',
    (text) => {
      const tools = [{ functionDeclarations: [{ name: 'look_up' }, handoff] }];
      const reply = answerTo(question([user('my order', text)], { tools }));
      expect(reply).toEqual({
        kind: 'tool-call',
        name: 'ask_for_person',
        args: {
          reason: 'customer_asked',
          summary: `The customer wrote: my order / ${text}`,
          tried: [expect.stringMatching(/\w+/)],
          next_step: 'Read the ',
          urgent: true,
          priority: 3,
          contact: { channel: expect.stringMatching(/\w+/) },
        },
      });
    },
  );

  it('to a question about an order is a call of the tool for it, where there is one, and then what that says', () => {
    const tools = [{ functionDeclarations: [{ name: 'order_status' }, { name: 'change_delivery' }] }];
    const about = (text: string) => answerTo(question([user(text)], { tools }));
    expect(about('Where is my order no. 4711?')).toEqual({
      kind: 'tool-call',
      name: 'order_status',
      args: { order: '4711' },
    });
    expect(about('Wo ist meine Bestellung 4711?')).toMatchObject({ name: 'order_status' });
    expect(about('Please deliver my order 4711 on 2030-01-05')).toEqual({
      kind: 'tool-call',
      name: 'change_delivery',
      args: { order: '4711', date: '2030-01-05' },
    });
    expect(textOf(ask('Where is my order 4711?'))).toContain('You wrote');
    const said = '<result tool="order_status">\n{"text":"It is \\"here\\"."}\n</result>';
    const response = {
      role: 'user',
      parts: [{ functionResponse: { name: 'order_status', response: { result: said } } }],
    };
    const contents = [user('Where is my order 4711?'), called('order_status'), response];
    expect(textOf(answerTo(question(contents, { tools })))).toBe(`It is "here". ${SIMULATED}`);
  });

  it('is words when a person is asked for and no tool is there, or none may be called', () => {
    expect(textOf(ask('a person please'))).toContain('person');
    const tools = [{ functionDeclarations: [handoff] }];
    const toolConfig = { functionCallingConfig: { mode: 'NONE' } };
    expect(answerTo(question([user('a person please')], { tools, toolConfig })).kind).toBe('text');
  });

  it('is a call when the request leaves no choice', () => {
    const tools = [{ functionDeclarations: [{ name: 'look_up', parametersJsonSchema: { properties: { q: {} } } }] }];
    const toolConfig = { functionCallingConfig: { mode: 'ANY' } };
    expect(answerTo(question([user('blue')], { tools, toolConfig }))).toMatchObject({
      kind: 'tool-call',
      name: 'look_up',
    });
  });

  it('closes shortly after a function answered', () => {
    const tools = [{ functionDeclarations: [handoff] }];
    const contents = [user('a person please'), called('ask_for_person'), result('ask_for_person')];
    expect(textOf(answerTo(question(contents, { tools })))).toContain('a person will answer you here');
    expect(textOf(answerTo(question([user('x'), called('look_up'), result('look_up')])))).toContain('done');
  });
});

describe('A customer who writes another language than English', () => {
  it('is answered in a sentence of it, where the stand-in has one', () => {
    const answer = textOf(ask('Ich möchte gern wissen, wie lange die Lieferung nach Österreich dauert.'));
    expect(answer).toMatch(/^Vielen Dank für .*“You wrote "Ich möchte .*” \(simulated answer\)$/);
    expect(textOf(ask('Hello é 😀 x'))).toMatch(/^You wrote "Hello/);
  });
});

describe('Passages in a request', () => {
  const shown = (...texts: string[]) =>
    `<passages>\n${texts.map((text, at) => `<passage number="${at + 1}" from="a.md: x">\n${text}\n</passage>`).join('\n')}\n</passages>`;
  const passages = shown(
    'We are closed on Mondays.',
    'Country: Austria; Costs: 9 €\nCountry: Spain; Costs: 12 €\na\nb',
  );

  it('answer questions, with their number', () => {
    const about = (text: string): string => textOf(answerTo(question([user(passages, text)])));
    expect(about('Are you open on Mondays?')).toContain('We are closed on Mondays. [1]');
    expect(about('¿Cuánto?')).toContain('[1]');
    expect(about('What are the costs to Spain?')).toContain('Country: Spain; Costs: 12 € [2]');
    expect(about('I like Mondays')).toContain('You wrote "I like Mondays"');
  });

  it('count too when a function found them, and are no words of the customer', () => {
    const found = { functionResponse: { name: 'look_up_knowledge', response: { content: passages } } };
    const contents = [user('closed on Mondays?'), called('look_up_knowledge'), { role: 'user', parts: [found] }];
    expect(textOf(answerTo(question(contents)))).toContain('We are closed on Mondays. [1]');
    expect(question([user(passages, 'closed?')]).burst).toEqual(['closed?']);
  });
});

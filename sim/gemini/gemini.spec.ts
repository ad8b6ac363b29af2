import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { call, OPTIONS } from '../product.fake.js';
import { startSimulator, type Simulator } from '../simulator.js';

const MODEL = 'gemini-3.6-flash';
let simulator: Simulator;
let chat: ChatGoogleGenerativeAI;

beforeEach(async () => {
  simulator = await startSimulator({ ...OPTIONS, webhookUrl: undefined });
  simulator.changeSettings({ modelLatencyMs: 0 });
  chat = new ChatGoogleGenerativeAI({ model: MODEL, apiKey: 'a key', baseUrl: simulator.url, maxRetries: 0 });
});
afterEach(() => simulator.stop());

const personTool = {
  name: 'ask_for_person',
  description: 'Hands the conversation to a person',
  schema: z.object({
    reason: z.enum(['no_answer', 'customer_asked']),
    summary: z.string(),
    tried: z.array(z.string()),
  }),
};
const question = { contents: [{ role: 'user', parts: [{ text: 'blue' }] }] };
const post = (body: unknown, { path = `${MODEL}:generateContent`, key = 'a key' } = {}) =>
  call('POST', `${simulator.url}/v1beta/models/${path}`, body, key === '' ? {} : { 'x-goog-api-key': key });

describe('The real client', () => {
  it('gets a text answer to the burst, with usage and finish reason', async () => {
    const system = new SystemMessage('You help.\nOpening hours: daily 7 to 11.');
    const history = [new HumanMessage('x'), new AIMessage('y')];
    const burst = [new HumanMessage('opening hours?'), new HumanMessage('<note>now</note>and my parrot is blue')];
    const answer = await chat.invoke([system, ...history, ...burst]);
    expect(answer.text).toContain('daily 7 to 11');
    expect(answer.text).toContain('"and my parrot is blue"');
    expect(answer.text).toMatch(/\(simulated answer\)$/);
    expect(answer.response_metadata).toMatchObject({ finishReason: 'STOP' });
    const { input_tokens: input = 0, output_tokens: output = 0, total_tokens: total } = answer.usage_metadata ?? {};
    expect(input).toBeGreaterThan(10);
    expect(output).toBe(Math.ceil(answer.text.length / 4));
    expect(total).toBe(input + output);
    expect(simulator.modelCalls()).toMatchObject([
      {
        model: MODEL,
        method: 'generateContent',
        outcome: 'text',
        aborted: false,
        burst: ['opening hours?', 'and my parrot is blue'],
        body: { systemInstruction: { parts: [{ text: system.content }] } },
      },
    ]);
  });

  it('gets a tool call in the declared shape, and a closing text for its result', async () => {
    const bound = chat.bindTools([personTool]);
    const asked = new HumanMessage('a person please');
    const answer = await bound.invoke([asked]);
    const [toolCall = expect.fail('no tool call')] = answer.tool_calls ?? [];
    expect(toolCall.name).toBe('ask_for_person');
    expect(personTool.schema.parse(toolCall.args)).toMatchObject({
      reason: 'customer_asked',
      summary: 'The customer wrote: a person please',
    });
    const result = new ToolMessage({ content: 'a person comes', tool_call_id: toolCall.id ?? '', name: toolCall.name });
    const closing = await bound.invoke([asked, answer, result]);
    expect(closing.text).toContain('a person will answer you here');
    expect(closing.tool_calls).toEqual([]);
    expect(simulator.modelCalls().map(({ outcome }) => outcome)).toEqual(['tool-call', 'text']);
  });

  it('gets a stream in pieces', async () => {
    const pieces: string[] = [];
    let usage = 0;
    for await (const chunk of await chat.stream('blue 😀')) {
      if (chunk.text !== '') pieces.push(chunk.text);
      usage += chunk.usage_metadata?.total_tokens ?? 0;
    }
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toContain('You wrote "blue 😀"');
    expect(pieces.join('')).toMatch(/\(simulated answer\)$/);
    expect(usage).toBeGreaterThan(0);
    expect(simulator.modelCalls()).toMatchObject([{ method: 'streamGenerateContent', outcome: 'text' }]);
  });

  it('gets a streamed tool call', async () => {
    const calls = [];
    for await (const chunk of await chat.bindTools([personTool]).stream('human!'))
      calls.push(...(chunk.tool_calls ?? []));
    expect(calls).toMatchObject([{ name: 'ask_for_person', args: { reason: 'customer_asked' } }]);
  });
});

describe('A fault of the model', () => {
  const arm = (fault: object) =>
    simulator.armFault({ face: 'gemini', ...fault } as Parameters<Simulator['armFault']>[0]);

  it('error comes in the form of Google, with the time to wait', async () => {
    arm({ kind: 'error', status: 429, retryAfter: 13 });
    const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '13s' };
    await expect(chat.invoke('hi')).rejects.toMatchObject({ status: 429, errorDetails: [retry] });
    arm({ kind: 'error', status: 503 });
    expect(await post(question)).toMatchObject({ status: 503, body: { error: { code: 503, status: 'UNAVAILABLE' } } });
    arm({ kind: 'error', status: 400, message: 'Please use a valid role' });
    await expect(chat.invoke('hi')).rejects.toThrow('Please use a valid role');
    arm({ kind: 'error', status: 500 });
    await expect(chat.invoke('hi')).rejects.toMatchObject({ status: 500 });
    expect(simulator.overview().faultsFired).toEqual({ 'gemini/error': 4 });
    expect((await chat.invoke('hi')).text).toContain('Hello');
  });

  it('cut and not-json hand over half an answer, in a broken connection or in a whole one', async () => {
    arm({ kind: 'cut' });
    await expect(chat.invoke('hi')).rejects.toThrow('terminated');
    arm({ kind: 'not-json' });
    await expect(chat.invoke('hi')).rejects.toThrow(SyntaxError);
    await vi.waitFor(() => expect(simulator.modelCalls()).toHaveLength(2));
    expect(simulator.modelCalls().map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it('drip hands an answer over a few bytes at a time', async () => {
    arm({ kind: 'drip', ms: 2 });
    const begun = performance.now();
    expect((await chat.invoke('hi')).text).toContain('Hello');
    expect(performance.now() - begun).toBeGreaterThan(60);
  });

  it('thought-only bills thoughts and says nothing', async () => {
    arm({ kind: 'thought-only', times: 2 });
    expect((await chat.invoke('hi')).text).toBe('');
    expect(await post(question)).toMatchObject({
      body: {
        candidates: [{ finishReason: 'STOP', content: { parts: [{ thought: true }] } }],
        usageMetadata: { thoughtsTokenCount: expect.any(Number) },
      },
    });
  });

  it.each([
    ['empty', /./],
    ['blocked-prompt', /Block reason: SAFETY/],
    ['safety', /Finish reason: SAFETY/],
    ['recitation', /Finish reason: RECITATION/],
  ])('%s leaves the client without content', async (kind, message) => {
    arm({ kind, times: 2 });
    await expect(chat.invoke('hi')).rejects.toMatchObject({
      name: 'EmptyContentError',
      message: expect.stringMatching(message),
    });
    expect(simulator.modelCalls()[0]?.outcome).toBe(kind);
    expect((await post(question)).body).not.toHaveProperty('candidates.0.content');
  });

  it('blank-text, max-tokens and reply change the text', async () => {
    arm({ kind: 'blank-text' });
    expect((await chat.invoke('hi')).text.trim()).toBe('');
    arm({ kind: 'max-tokens' });
    const cut = await chat.invoke('hi');
    expect(cut.response_metadata).toMatchObject({ finishReason: 'MAX_TOKENS' });
    expect(cut.text).toMatch(/the answer to tha$/);
    arm({ kind: 'reply', text: 'We pay you **1,000** euros' });
    expect((await chat.invoke('hi')).text).toBe('We pay you **1,000** euros');
  });

  it('malformed-call, unknown-tool and tool-call change the call', async () => {
    const bound = chat.bindTools([personTool]);
    arm({ kind: 'malformed-call' });
    const malformed = await bound.invoke('hi');
    expect([malformed.content, malformed.tool_calls]).toEqual([[], []]);
    expect(malformed.response_metadata).toMatchObject({ finishReason: 'MALFORMED_FUNCTION_CALL' });
    arm({ kind: 'unknown-tool' });
    expect((await bound.invoke('hi')).tool_calls?.[0]?.name).not.toBe('ask_for_person');
    arm({ kind: 'tool-call', name: 'refund', args: { amount: 5 } });
    expect((await bound.invoke('hi')).tool_calls).toMatchObject([{ name: 'refund', args: { amount: 5 } }]);
    arm({ kind: 'tool-call', name: 'refund', copies: 100 });
    expect((await bound.invoke('hi')).tool_calls).toHaveLength(100);
  });

  it('slow adds to the time an answer takes', async () => {
    arm({ kind: 'slow', ms: 120 });
    const begun = performance.now();
    expect((await chat.invoke('hi')).text).toContain('Hello');
    expect(performance.now() - begun).toBeGreaterThan(115);
  });

  it('reset breaks the connection, a stream after its first piece', async () => {
    arm({ kind: 'reset', times: 2 });
    await expect(chat.invoke('hi')).rejects.toThrow('fetch failed');
    const response = await fetch(`${simulator.url}/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`, {
      method: 'POST',
      headers: { 'x-goog-api-key': 'k', 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    await expect(response.text()).rejects.toThrow('terminated');
    await vi.waitFor(() => expect(simulator.modelCalls()[1]?.endedAt).not.toBeNull());
    const ends = simulator.modelCalls().map(({ outcome, aborted }) => [outcome, aborted]);
    expect(ends).toEqual([
      ['reset', false],
      ['reset', false],
    ]);
  });

  it('hits only the burst it is meant for', async () => {
    arm({ kind: 'reply', text: 'meant', match: { text: 'parrot' } });
    expect((await chat.invoke('hi')).text).toContain('Hello');
    const history = [new HumanMessage('parrot'), new AIMessage('yes'), new HumanMessage('hi')];
    expect((await chat.invoke(history)).text).toContain('Hello');
    expect((await chat.invoke([new HumanMessage('my'), new HumanMessage('blue parrot')])).text).toBe('meant');
  });

  it.each(['hang', 'slow'])('%s notices that the caller hung up', async (kind) => {
    arm({ kind, ...(kind === 'slow' ? { ms: 60_000 } : {}) });
    const abort = new AbortController();
    const init = { method: 'POST', headers: { 'x-goog-api-key': 'k', 'content-type': 'application/json' } };
    const url = `${simulator.url}/v1beta/models/${MODEL}:generateContent`;
    const answer = fetch(url, { ...init, body: JSON.stringify(question), signal: abort.signal });
    const ended = answer.catch((error: unknown) => error);
    await vi.waitFor(() => expect(simulator.modelCalls()).toMatchObject([{ endedAt: null, outcome: kind }]));
    abort.abort();
    expect(await ended).toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() =>
      expect(simulator.modelCalls()).toMatchObject([{ endedAt: expect.any(Number), aborted: true }]),
    );
  });
});

describe('The model endpoint', () => {
  it('takes as long as is set', async () => {
    simulator.changeSettings({ modelLatencyMs: [60, 80] });
    await post(question);
    const [{ receivedAt = 0, endedAt = 0 } = {}] = simulator.modelCalls();
    expect((endedAt ?? 0) - receivedAt).toBeGreaterThan(58);
  });

  it('says that a caller without fault hung up', async () => {
    simulator.changeSettings({ modelLatencyMs: 60_000 });
    const abort = new AbortController();
    const init = { method: 'POST', headers: { 'x-goog-api-key': 'k', 'content-type': 'application/json' } };
    const url = `${simulator.url}/v1beta/models/${MODEL}:generateContent`;
    const answer = fetch(url, { ...init, body: JSON.stringify(question), signal: abort.signal });
    const ended = answer.catch((error: unknown) => error);
    await vi.waitFor(() => expect(simulator.modelCalls()).toHaveLength(1));
    abort.abort();
    expect(await ended).toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(simulator.modelCalls()).toMatchObject([{ outcome: 'aborted', aborted: true }]));
  });

  it.each([
    ['no key', 403, 'PERMISSION_DENIED', question, { key: '' }],
    ['an unknown method', 404, 'NOT_FOUND', question, { path: `${MODEL}:paint` }],
    ['no model', 404, 'NOT_FOUND', question, { path: 'generateContent' }],
    ['no contents', 400, 'INVALID_ARGUMENT', {}, {}],
    ['empty contents', 400, 'INVALID_ARGUMENT', { contents: [] }, {}],
    ['a content without parts', 400, 'INVALID_ARGUMENT', { contents: [{ role: 'user', parts: [] }] }, {}],
    ['no JSON', 400, 'INVALID_ARGUMENT', '{"broken', {}],
  ])('refuses %s with %i %s', async (_what, status, word, body, where) => {
    const answer = await post(body, where);
    expect(answer).toMatchObject({ status, body: { error: { code: status, status: word } } });
  });
});

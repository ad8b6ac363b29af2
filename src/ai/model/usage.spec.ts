import { describe, expect, it } from 'vitest';
import { LimitReached, type ToolCall, Usage } from './usage.js';

const TOKENS = { input: 100, cached: 40, output: 20, thought: 5 };
const call = (name: string, args: unknown = {}): ToolCall => ({ name, args });

describe('Usage', () => {
  it('adds up requests, tokens, time and tools', () => {
    const usage = new Usage();
    usage.countModelCall('first', TOKENS, 12, 3);
    usage.countModelCall('second', TOKENS, 30, 4);
    usage.admitTools([call('look_up'), call('look_up', { of: 'tea' })]);
    expect(usage).toMatchObject({
      model: 'second',
      modelCalls: 2,
      modelMs: 42,
      microUsd: 7,
      tokens: { input: 200, cached: 80, output: 40, thought: 10 },
      totalTokens: 250,
      tools: ['look_up', 'look_up'],
    });
  });

  it('admits eight requests to the model', () => {
    const usage = new Usage();
    for (let at = 0; at < 8; at++) {
      usage.admitModelCall(10);
      usage.countModelCall('m', TOKENS, 1, 1);
    }
    expect(() => usage.admitModelCall(10)).toThrow(LimitReached);
  });

  it('counts what was used beside it, which takes nothing from what it may use', () => {
    const [usage, beside] = [new Usage(300), new Usage(1_000, 1)];
    beside.countModelCall('other', TOKENS, 5, 2);
    expect(() => beside.admitModelCall(10)).toThrow('asked 1 times');
    for (let at = 0; at < 4; at++) usage.add(beside);
    expect(usage).toMatchObject({ model: 'other', modelCalls: 4, modelMs: 20, microUsd: 8, totalTokens: 500 });
    expect(() => usage.admitModelCall(300)).not.toThrow();
    expect(() => usage.admitModelCall(301)).toThrow(LimitReached);
    for (let at = 0; at < 8; at++) usage.countModelCall('m', { ...TOKENS, input: 0, output: 0, thought: 0 }, 1, 1);
    expect(() => usage.admitModelCall(10)).toThrow('asked 12 times');
  });

  it('admits no request that would pass the tokens of a turn', () => {
    const usage = new Usage(300);
    usage.countModelCall('m', TOKENS, 1, 1);
    expect(() => usage.admitModelCall(175)).not.toThrow();
    expect(() => usage.admitModelCall(176)).toThrow('300 tokens');
  });

  it.each<[string, ToolCall[][]]>([
    ['the same call three times', [[call('a')], [call('a')], [call('a')]]],
    ['two calls in turns', [[call('a')], [call('b')], [call('a')], [call('b')], [call('a')]]],
    ['a hundred calls at once', [Array.from({ length: 100 }, (_, at) => call('a', { at }))]],
    ['ever other arguments', Array.from({ length: 17 }, (_, at) => [call('a', { at })])],
  ])('stops %s', (_what, rounds) => {
    const usage = new Usage();
    const last = rounds.pop() ?? [];
    for (const calls of rounds) usage.admitTools(calls);
    expect(() => usage.admitTools(last)).toThrow(LimitReached);
    expect(usage.tools.length).toBeLessThanOrEqual(16);
  });
});

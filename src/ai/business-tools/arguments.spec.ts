import { describe, expect, it } from 'vitest';
import { checkArguments, keyOf } from './arguments.js';
import type { ToolDeclaration } from './declaration.js';

const TOOL: ToolDeclaration = {
  name: 'refund',
  description: 'x',
  arguments: {
    type: 'object',
    properties: {
      order: { type: 'string', pattern: '^\\d{4}$' },
      amount: { type: 'number', minimum: 0, maximum: 100 },
      reason: { type: 'string', enum: ['broken', 'late'] },
    },
    required: ['order'],
  },
  method: 'POST',
  url: 'https://shop.example/',
  headers: {},
  effect: 'write',
  approval: false,
  timeout_ms: 1_000,
};

describe('checkArguments', () => {
  it('takes what fits, reads numbers in quotes, and drops what nobody asked for', () => {
    const given = { order: '4711', amount: '12.5', phone: '1555', __proto__: { x: 1 } };
    expect(checkArguments(TOOL, given)).toEqual({ args: { order: '4711', amount: 12.5 } });
    expect(checkArguments({ ...TOOL, arguments: { type: 'object' } }, { anything: 1 })).toEqual({ args: {} });
  });

  it.each<[unknown, string]>([
    [{}, "must have required property 'order'"],
    [undefined, "must have required property 'order'"],
    [{ order: '47' }, 'arguments/order must match pattern'],
    [{ order: '4711', amount: 101 }, 'arguments/amount must be <= 100'],
    [{ order: '4711', reason: 'bored' }, 'arguments/reason must be equal to one of the allowed values'],
    [['4711'], 'arguments must be object'],
    [{ order: 'x'.repeat(9_000) }, 'too long'],
  ])('says what is wrong with %j', (given, words) => {
    expect(checkArguments(TOOL, given)).toEqual({ problem: expect.stringContaining(words) });
  });
});

describe('keyOf', () => {
  it('is what tells one effect from another: all arguments, or those that the tool names', () => {
    const args = { order: '4711', reason: 'late' };
    expect(keyOf(TOOL, args)).toEqual(args);
    expect(keyOf({ ...TOOL, key: ['order', 'amount'] }, args)).toEqual({ order: '4711', amount: null });
  });
});

import { describe, expect, it } from 'vitest';
import { boundedJson, boundedRest } from './bounded-json.js';

const nested = (levels: number): unknown => JSON.parse(`${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`);
const jsonOf = (value: unknown): string => JSON.stringify(boundedJson(value));

describe('boundedJson', () => {
  it('copies ordinary JSON, with its keys sorted', () => {
    const value = { b: [1, -2.5, true, null, 'text "quoted"'], a: { d: {}, c: [] } };
    expect(boundedJson(value)).toEqual(value);
    expect(jsonOf(value)).toBe('{"a":{"c":[],"d":{}},"b":[1,-2.5,true,null,"text \\"quoted\\""]}');
  });

  it('is the same text whatever the order the keys came in', () => {
    expect(jsonOf({ x: 1, y: { b: 2, a: 3 } })).toBe(jsonOf({ y: { a: 3, b: 2 }, x: 1 }));
  });

  it('makes strings and keys storable and non-numbers null', () => {
    expect(boundedJson({ 'a\0': '\0\uD83D', n: JSON.parse('1e400') })).toEqual({ a: '\uFFFD', n: null });
  });

  it('does not count a removed U+0000 as a cut', () => {
    expect(boundedJson('a\0b')).toBe('ab');
  });

  it('keeps 32 levels and marks what lies deeper', () => {
    const text = jsonOf(nested(20));
    expect(text.split('[cut: too deep]')).toHaveLength(2);
    expect(text.split('"a":')).toHaveLength(17);
    expect(jsonOf(nested(16))).toBe(JSON.stringify(nested(16)));
  });

  it.each([10_000, 500_000])('survives a depth of %i', (levels) => {
    expect(jsonOf(nested(levels))).toContain('[cut: too deep]');
  });

  it('keeps __proto__ and constructor as plain data and pollutes nothing', () => {
    const copy = boundedJson(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'));
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(JSON.stringify(copy)).toContain('"__proto__":{"polluted":1}');
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([
    ['a long list', Array.from({ length: 500_000 }, (_, i) => i)],
    ['a list of long texts', Array.from({ length: 100 }, () => 'é😀'.repeat(5_000))],
    ['an object with many keys', Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]))],
    ['an object with long keys', { ['k'.repeat(200_000)]: 1, ['l'.repeat(200_000)]: 2, m: 3 }],
    ['one long text', 'x'.repeat(1_000_000)],
    ['text that grows when escaped', '\u0001"\\'.repeat(100_000)],
    ['long numbers', Array.from({ length: 50_000 }, () => -Math.PI / 1e300)],
    ['lists that hold lists', Array.from({ length: 20_000 }, () => [[[[]]]])],
    ['a full list on every level', Array.from({ length: 31 }).reduce((inner) => [inner, ...many(40)], many(60_000))],
  ])('cuts %s to 65,536 characters, with a mark', (_, value) => {
    const text = jsonOf(value);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain('[cut');
  });

  it('keeps the beginning of a long text and the members after it', () => {
    const copy = boundedJson({ a: 'x'.repeat(1_000_000), b: 'after' });
    expect(copy).toMatchObject({ a: expect.stringMatching(/^x{1000,}…\[cut\]$/), b: 'after' });
  });
});

describe('boundedRest', () => {
  it('leaves out what has a place elsewhere', () => {
    expect(boundedRest({ id: 'x', more: [1] }, new Set(['id']))).toEqual({ more: [1] });
  });
});

function many(length: number): unknown[] {
  return Array.from({ length }, () => 'member');
}

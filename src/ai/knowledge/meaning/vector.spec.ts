import { describe, expect, it } from 'vitest';
import { nearness, vectorOf } from './vector.js';

const bytesOf = (...values: number[]): Int8Array => vectorOf(values).bytes;

describe('A vector', () => {
  it('keeps which numbers are positive, and each number in a byte', () => {
    const { signs, bytes } = vectorOf([0.5, -0.25, 0, 0.002]);
    expect(signs).toBe('1001');
    expect([...bytes]).toEqual([127, -63, 0, 1]);
  });

  it('is near what points the same way, whatever its length, and far from the opposite', () => {
    expect(nearness(bytesOf(0.1, 0.2, -0.3), bytesOf(1, 2, -3))).toBeCloseTo(1, 3);
    expect(nearness(bytesOf(1, 0), bytesOf(0, 1))).toBe(0);
    expect(nearness(bytesOf(1, 2), bytesOf(-1, -2))).toBeCloseTo(-1, 3);
  });

  it('of nothing but zeros is near nothing', () => {
    expect(vectorOf([0, 0]).signs).toBe('00');
    expect(nearness(bytesOf(0, 0), bytesOf(1, 1))).toBe(0);
  });

  it('tells in bytes almost what the numbers tell', () => {
    const one = Array.from({ length: 768 }, (_, at) => Math.sin(at));
    const other = Array.from({ length: 768 }, (_, at) => Math.sin(at * 1.002));
    const dot = (a: number[], b: number[]): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
    const exact = dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
    expect(nearness(bytesOf(...one), bytesOf(...other))).toBeCloseTo(exact, 2);
  });
});

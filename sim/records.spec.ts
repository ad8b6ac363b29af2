import { describe, expect, it } from 'vitest';
import { BoundedList, MOST_RECORDS, now } from './records.js';

describe('A bounded list', () => {
  it('keeps the newest 50,000 items and tells which it forgot', () => {
    const forgotten: number[] = [];
    const list = new BoundedList<number>(Infinity, (value) => forgotten.push(value));
    for (let value = 0; value < MOST_RECORDS + 3_000; value++) list.push(value);
    expect(list.length).toBe(MOST_RECORDS);
    expect(list.toArray()[0]).toBe(3_000);
    expect(list.toArray(2)).toEqual([MOST_RECORDS + 2_998, MOST_RECORDS + 2_999]);
    expect(forgotten).toEqual(Array.from({ length: 3_000 }, (_, at) => at));
  });

  it('forgets the oldest beyond so many bytes, but never the only one', () => {
    const list = new BoundedList<string>(10);
    list.push('a', 4);
    list.push('b', 4);
    list.push('c', 4);
    expect(list.toArray()).toEqual(['b', 'c']);
    list.push('huge', 1_000);
    expect(list.toArray()).toEqual(['huge']);
  });

  it('is a queue: what went in first comes out first, through any mix of pushes and shifts', () => {
    const list = new BoundedList<number>();
    const out: (number | undefined)[] = [];
    for (let value = 0; value < 10_000; value++) {
      list.push(value);
      if (value % 3 !== 0) out.push(list.shift());
    }
    while (list.length > 0) out.push(list.shift());
    expect(out).toEqual(Array.from({ length: 10_000 }, (_, at) => at));
    expect(list.shift()).toBeUndefined();
  });
});

describe('The clock', () => {
  it('shows milliseconds since 1970 with fractions and never steps back', () => {
    const readings = Array.from({ length: 1_000 }, now);
    expect(Math.abs((readings[0] ?? 0) - Date.now())).toBeLessThan(1_000);
    expect(readings).toEqual(readings.toSorted((a, b) => a - b));
    expect(readings.some((reading) => !Number.isInteger(reading))).toBe(true);
  });
});

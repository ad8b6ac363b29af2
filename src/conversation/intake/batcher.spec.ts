import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../infra/errors.js';
import { Batcher } from './batcher.js';

interface Open {
  items: string[];
  finish: (error?: Error) => void;
}

/** A batcher of strings; each write stays open until the test finishes it. */
function batcherOf(limits: { inFlight: number; size: number; waiting: number }) {
  const writes: Open[] = [];
  const batcher = new Batcher<string>(
    limits,
    (items) =>
      new Promise((resolve, reject) => {
        writes.push({ items, finish: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
    (item) => item.length,
  );
  const written = (): string[][] => writes.map(({ items }) => items);
  return { batcher, writes, written };
}

const MANY = { inFlight: 1, size: 1_000, waiting: 1_000 };

describe('Batcher', () => {
  it('writes what comes in one turn of the event loop at once', async () => {
    const { batcher, writes, written } = batcherOf(MANY);
    const added = ['a', 'b', 'c'].map((item) => batcher.add(item));
    await tick();
    expect(written()).toEqual([['a', 'b', 'c']]);
    writes[0]?.finish();
    await Promise.all(added);
  });

  it('gathers what comes during a write into the next one, in order', async () => {
    const { batcher, writes, written } = batcherOf(MANY);
    const first = batcher.add('a');
    await tick();
    const later = ['b', 'c'].map((item) => batcher.add(item));
    await tick();
    expect(written()).toEqual([['a']]);
    writes[0]?.finish();
    await first;
    await tick();
    expect(written()).toEqual([['a'], ['b', 'c']]);
    writes[1]?.finish();
    await Promise.all(later);
  });

  it('settles an item only when its own batch is written', async () => {
    const { batcher, writes } = batcherOf(MANY);
    let isDone = false;
    const added = batcher.add('a').then(() => (isDone = true));
    await tick();
    await tick();
    expect(isDone).toBe(false);
    writes[0]?.finish();
    await added;
    expect(isDone).toBe(true);
  });

  it('tells everybody in a batch why it failed, and goes on with the next', async () => {
    const { batcher, writes, written } = batcherOf(MANY);
    const failing = Promise.allSettled(['a', 'b'].map((item) => batcher.add(item)));
    await tick();
    const next = batcher.add('c');
    writes[0]?.finish(new Error('disk full'));
    const outcomes = await failing;
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason))).toEqual([
      'Error: disk full',
      'Error: disk full',
    ]);
    await tick();
    expect(written()[1]).toEqual(['c']);
    writes[1]?.finish();
    await next;
  });

  it('closes a batch when it holds enough, and takes even an item that is too large', async () => {
    const { batcher, writes, written } = batcherOf({ inFlight: 9, size: 4, waiting: 10 });
    const added = ['aa', 'bb', 'cccccccc', 'd'].map((item) => batcher.add(item));
    await tick();
    await tick();
    expect(written()).toEqual([['aa', 'bb'], ['cccccccc'], ['d']]);
    for (const { finish } of writes) finish();
    await Promise.all(added);
  });

  it('has no more batches under way than allowed', async () => {
    const { batcher, writes, written } = batcherOf({ inFlight: 2, size: 1, waiting: 10 });
    const added = ['a', 'b', 'c'].map((item) => batcher.add(item));
    await tick();
    await tick();
    expect(written()).toEqual([['a'], ['b']]);
    writes[0]?.finish();
    await added[0];
    await tick();
    expect(written()).toEqual([['a'], ['b'], ['c']]);
    for (const { finish } of writes) finish();
    await Promise.all(added);
  });

  it('asks the caller to come back when too many wait (P11)', async () => {
    const { batcher, writes } = batcherOf({ inFlight: 1, size: 1, waiting: 2 });
    const first = batcher.add('a');
    await tick();
    const waiting = ['b', 'c'].map((item) => batcher.add(item));
    await expect(batcher.add('d')).rejects.toThrow(UnavailableError);
    for (let at = 0; at < 3; at++) {
      writes[at]?.finish();
      await tick();
      await tick();
    }
    await Promise.all([first, ...waiting]);
    expect(writes).toHaveLength(3);
  });
});

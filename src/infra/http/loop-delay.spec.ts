import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopDelay } from './loop-delay.js';

/** Keeps the loop from everything else. */
const spin = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until;);
};
const turnLoop = async (ms: number, each: () => void): Promise<void> => {
  for (const until = performance.now() + ms; performance.now() < until; await setImmediate()) each();
};

describe('LoopDelay', () => {
  let delay: LoopDelay;
  beforeEach(() => {
    delay = new LoopDelay();
  });
  afterEach(() => delay.stop());

  it('tells how late a loop is that is always busy, and forgets it', async () => {
    await turnLoop(1_800, () => spin(150));
    expect(delay.ms).toBeGreaterThan(80);
    await expect.poll(() => delay.ms, { timeout: 3_000 }).toBeLessThan(80);
  });

  it('does not count one long pause', async () => {
    await turnLoop(400, () => spin(5));
    let most = 0;
    spin(1_200);
    await turnLoop(1_200, () => {
      spin(5);
      most = Math.max(most, delay.ms);
    });
    expect(most).toBeLessThan(200);
  });
});

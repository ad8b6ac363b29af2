import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `condition` holds, asking every 25 ms. Answers whether it did within `limitMs`. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await pause(25);
  }
  return true;
}

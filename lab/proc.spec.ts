import { describe, expect, it } from 'vitest';
import { cpuSeconds, memoryMb, readTimes } from './proc.js';

describe('reading /proc', () => {
  it('finds the parent and the times behind any name', () => {
    const stat = '42 (a) b (c) S 7 42 42 0 -1 4194304 1 2 3 4 150 50 30 20 20 0 1 0 100 1000 10';
    expect(readTimes(stat)).toEqual({ parent: 7, own: 2, endedChildren: 0.5 });
  });

  it.runIf(process.platform === 'linux')('sees what this process has used', () => {
    expect(cpuSeconds(process.pid)).toBeGreaterThan(0);
    expect(memoryMb(process.pid)).toBeGreaterThan(10);
  });

  it.runIf(process.platform === 'linux')('counts nothing for a process that has ended', () => {
    expect(cpuSeconds(2 ** 22 + 1)).toBe(0);
  });
});

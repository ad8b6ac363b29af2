import { describe, expect, it, vi } from 'vitest';
import { type Part, stopParts } from './shutdown.js';

describe('the end of npm start', () => {
  it('stops the newest part first, and the others although one fails', async () => {
    const complaint = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const stopped: string[] = [];
    const part = (name: string): Part => ({ name, stop: async () => void stopped.push(name) });
    const broken: Part = { name: 'The simulator', stop: () => Promise.reject(new Error('stuck')) };
    const parts = [part('PostgreSQL'), broken, part('The product')];
    await stopParts(parts);
    expect(stopped).toEqual(['The product', 'PostgreSQL']);
    expect(complaint).toHaveBeenCalledWith('The simulator did not stop as it should: Error: stuck\n');
    expect(parts).toEqual([]);
  });
});

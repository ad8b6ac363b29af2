import { describe, expect, it } from 'vitest';
import { Cast } from './cast.js';
import { play, type Scene } from './play.js';

const cast = new Cast({
  product: 'http://127.0.0.1:1',
  simulator: 'http://127.0.0.1:1',
  operatorKey: undefined,
  quietMs: 0,
});
const works: Scene = { title: 'It works', play: async () => 'seen' };
const breaks: Scene = {
  title: 'It breaks',
  play: async () => {
    throw new Error('not so');
  },
};

async function playing(story: Scene[]): Promise<{ well: boolean; lines: string[] }> {
  const lines: string[] = [];
  return { well: await play(story, cast, (line) => lines.push(line)), lines };
}

describe('playing a story', () => {
  it('says in a line each what was checked', async () => {
    const { well, lines } = await playing([works, works]);
    expect(well).toBe(true);
    expect(lines).toEqual([expect.stringMatching(/^✓ It works: seen \(\d+\.\d s\)$/), expect.stringMatching(/^✓/)]);
  });

  it('stops at the first scene that fails, says why, and how many were not played', async () => {
    const { well, lines } = await playing([works, breaks, works, works]);
    expect(well).toBe(false);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^✗ It breaks: not so/);
    expect(lines[2]).toContain('2 further steps');
  });
});

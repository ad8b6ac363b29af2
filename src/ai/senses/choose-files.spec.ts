import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../assistant.js';
import { chooseFiles } from './choose-files.js';

const MB = 1024 * 1024;

const sent = (id: string, mimeType = 'image/jpeg', size = MB): TranscriptEntry => ({
  id: `m-${id}`,
  speaker: 'customer',
  name: null,
  text: '(sent an image)',
  file: { id, mimeType, size },
  at: new Date(0).toISOString(),
});
const said: TranscriptEntry = {
  id: 'm',
  speaker: 'customer',
  name: null,
  text: 'hello',
  at: new Date(0).toISOString(),
};
const choose = (memory: TranscriptEntry[], burst: TranscriptEntry[]) => {
  const { looked, left } = chooseFiles(memory, burst);
  return { looked: looked.map(({ id }) => id), left };
};

describe('chooseFiles', () => {
  it('takes the files of the burst, newest first, and leaves texts alone', () => {
    expect(choose([], [sent('a'), said, sent('b')])).toEqual({ looked: ['b', 'a'], left: {} });
  });

  it('takes the two newest of those before', () => {
    expect(choose([sent('a'), sent('b'), sent('c')], [sent('d')])).toEqual({
      looked: ['d', 'c', 'b'],
      left: { a: 'only the newest are opened again' },
    });
  });

  it('takes six in all', () => {
    const burst = Array.from({ length: 8 }, (_, at) => sent(String(at)));
    const { looked, left } = choose([sent('old')], burst);
    expect(looked).toEqual(['7', '6', '5', '4', '3', '2']);
    expect(Object.keys(left).toSorted()).toEqual(['0', '1', 'old']);
  });

  it('takes thirty megabytes in all, and what still fits', () => {
    const burst = [sent('small'), sent('a', 'video/mp4', 16 * MB), sent('b', 'video/mp4', 16 * MB)];
    expect(choose([], burst)).toEqual({ looked: ['b', 'small'], left: { a: 'there are too many at once' } });
  });

  it.each([
    ['image/gif', MB, 'files of its kind cannot be opened here'],
    ['application/octet-stream', MB, 'files of its kind cannot be opened here'],
    ['audio/ogg', MB, 'files of its kind cannot be opened here'],
    ['application/pdf', 21 * MB, 'it is larger than 20 MB'],
  ])('leaves %s of %i bytes, and says why', (mimeType, size, why) => {
    expect(choose([], [sent('a', mimeType, size)])).toEqual({ looked: [], left: { a: why } });
  });
});

import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { HEAD_LENGTH } from './mime-type.js';
import { type Inspection, inspected } from './inspection.js';

const digestOf = (text: string) => createHash('sha256').update(text).digest();

async function pass(pieces: string[], told: (string | null)[], largest?: number) {
  const seen: Inspection = { size: 0, head: Buffer.alloc(0) };
  const content = (async function* () {
    for (const piece of pieces) yield Buffer.from(piece);
  })();
  const text = (await buffer(inspected(content, told, seen, largest))).toString();
  return { seen, text };
}

describe('A file that passes', () => {
  it('comes out as it went in, counted, with its beginning kept', async () => {
    const { seen, text } = await pass(['one ', 'two'], []);
    expect(text).toBe('one two');
    expect(seen).toEqual({ size: 7, head: Buffer.from('one two') });
    const long = await pass(['x'.repeat(HEAD_LENGTH - 1), 'yy', 'z'], []);
    expect(long.seen.head.toString()).toBe(`${'x'.repeat(HEAD_LENGTH - 1)}y`);
  });

  it('has every digest that was told of it, in either writing', async () => {
    const [hex, base64] = [digestOf('one').toString('hex'), digestOf('one').toString('base64')];
    expect((await pass(['o', 'ne'], [hex, base64, null, 'of another form'])).text).toBe('one');
    await expect(pass(['two'], [base64])).rejects.toThrow('not the file that was announced');
    await expect(pass(['one'], [hex, '0'.repeat(64)])).rejects.toThrow('not the file that was announced');
  });

  it('ends where it is too large, whoever goes on sending', async () => {
    let sent = 0;
    const endless = (async function* () {
      for (;;) {
        sent++;
        yield Buffer.alloc(10);
      }
    })();
    const seen: Inspection = { size: 0, head: Buffer.alloc(0) };
    const read = buffer(inspected(endless, [], seen, 95));
    await expect(read).rejects.toMatchObject({ message: 'it is larger than 100 MB', again: 'never' });
    expect(sent).toBe(10);
  });

  it('is not nothing', async () => {
    await expect(pass([], [])).rejects.toThrow('it came empty');
  });
});

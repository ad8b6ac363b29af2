import { describe, expect, it } from 'vitest';
import { fullIdBehind, sha256, storable, storableId } from './storable.js';

describe('storable', () => {
  it('keeps ordinary text as it is, whatever the script', () => {
    const text = 'Olá 😀 नमस्ते مرحبا\n\t\u200f';
    expect(storable(text)).toBe(text);
  });

  it('removes U+0000 and replaces each lone surrogate', () => {
    expect(storable('a\0b\0')).toBe('ab');
    expect(storable('\uD83D')).toBe('\uFFFD');
    expect(storable('x\uDE00\uD83Dy')).toBe('x\uFFFD\uFFFDy');
  });

  it('does not make a pair of two halves that a U+0000 kept apart into anything unstorable', () => {
    expect(storable('\uD83D\0\uDE00')).toBe('😀');
  });

  it('cuts to the limit, never within a surrogate pair', () => {
    expect(storable('abcdef', 4)).toBe('abcd');
    expect(storable('abc😀', 4)).toBe('abc');
    expect(storable('abc😀', 5)).toBe('abc😀');
    expect(storable('abc', 0)).toBe('');
  });
});

describe('storableId', () => {
  it('keeps an id of up to 255 characters', () => {
    const id = `wamid.${'A+/='.repeat(62)}x`;
    expect(id).toHaveLength(255);
    expect(storableId(id)).toBe(id);
  });

  it('hashes a longer one, differently for different ids, and keeps what it stands for', () => {
    const id = 'x'.repeat(256);
    const kept = storableId(id);
    expect(kept).toBe(`sha256:${sha256(id)}`);
    expect(kept).not.toBe(storableId(`${id}y`));
    expect(fullIdBehind(String(kept), id)).toBe(id);
    expect(fullIdBehind('wamid.short', 'wamid.short')).toBeUndefined();
  });

  it.each([undefined, null, '', '\0', 7, {}, ['wamid']])('knows no id in %j', (value) => {
    expect(storableId(value)).toBeUndefined();
  });
});

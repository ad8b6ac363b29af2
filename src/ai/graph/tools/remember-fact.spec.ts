import { describe, expect, it } from 'vitest';
import { factIn } from './remember-fact.js';

describe('factIn', () => {
  it('is one line within its bounds', () => {
    expect(factIn({ fact: '  Wears\n size\0 42 ' })).toBe('Wears size 42');
    expect(factIn({ fact: 'x'.repeat(300) })).toHaveLength(200);
    expect(factIn({ fact: `${'x'.repeat(199)}😀` })?.isWellFormed()).toBe(true);
  });

  it.each([undefined, {}, { fact: '' }, { fact: ' \n' }, { fact: 42 }, 'Wears size 42'])('is none in %j', (args) => {
    expect(factIn(args)).toBeNull();
  });
});

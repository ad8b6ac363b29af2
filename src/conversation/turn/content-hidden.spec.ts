import { describe, expect, it } from 'vitest';
import { isContentHidden } from './content-hidden.js';

describe('isContentHidden', () => {
  it.each<[unknown]>([
    [[{ code: 131_060, title: 'This message is currently unavailable.' }]],
    [[{ code: 131_051 }, { code: '131060' }]],
    [{ code: 131_060 }],
  ])('is so for %j', (errors) => {
    expect(isContentHidden(errors)).toBe(true);
  });

  it.each<[unknown]>([
    [null],
    [undefined],
    [[]],
    [[null]],
    [7],
    ['131060'],
    [{}],
    [[{ code: 131_051 }]],
    [[{ code: [] }]],
    [[[{ code: 131_060 }]]],
  ])('is not so for %j', (errors) => {
    expect(isContentHidden(errors)).toBe(false);
  });
});

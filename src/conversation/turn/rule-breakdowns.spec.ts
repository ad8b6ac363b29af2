import { describe, expect, it } from 'vitest';
import { ruleBreakdowns } from './rule-breakdowns.js';

describe('ruleBreakdowns', () => {
  it.each([
    ['nothing broke', 0, 0],
    ['it broke off twice and nobody else did', 2, 0],
    ['more workers stopped without it than with it', 3, 4],
    ['they still do at the ninth attempt', 8, 9],
  ])('lets the burst be tried again when %s', (_when, own, elsewhere) => {
    expect(ruleBreakdowns({ own, elsewhere })).toBeNull();
  });

  it.each([
    ['it broke off three times and nobody else did', 3, 0],
    ['as many workers stopped without it as with it', 3, 3],
    ['fewer workers stopped without it than with it', 5, 4],
    ['it broke off nine times, whatever happened elsewhere', 9, 1_000],
  ])('gives it to a person when %s', (_when, own, elsewhere) => {
    expect(ruleBreakdowns({ own, elsewhere })).toMatchObject({
      kind: 'person',
      request: { reason: 'turn_crashed', cause: `The assistant broke off ${own} times while answering.` },
    });
  });
});

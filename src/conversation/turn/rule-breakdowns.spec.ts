import { describe, expect, it } from 'vitest';
import { ruleBreakdowns } from './rule-breakdowns.js';

describe('ruleBreakdowns', () => {
  it.each([
    ['nothing broke', 0, 0],
    ['it broke off twice and nobody else did', 2, 0],
    ['more than half as many workers stopped without it', 3, 2],
    ['they still do at the ninth attempt', 8, 5],
  ])('lets the burst be tried again when %s', (_when, own, elsewhere) => {
    expect(ruleBreakdowns({ own, elsewhere })).toBeNull();
  });

  it.each([
    ['it broke off three times and nobody else did', 3, 0],
    ['a worker stopped without it', 3, 1],
    ['half as many workers stopped without it', 4, 2],
    ['it broke off nine times, whatever happened elsewhere', 9, 1_000],
  ])('gives it to a person when %s', (_when, own, elsewhere) => {
    expect(ruleBreakdowns({ own, elsewhere })).toMatchObject({
      kind: 'person',
      request: { reason: 'turn_crashed', cause: `The assistant broke off ${own} times while answering.` },
    });
  });
});

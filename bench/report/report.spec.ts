import { describe, expect, it } from 'vitest';
import { isReached, verdictLine } from './report.js';

const measured = (value: number) => ({ what: 'ratio to the floor', value, unit: '' });

describe('a verdict', () => {
  it('holds the value against a least, a limit or a range', () => {
    expect(isReached({ ...measured(0.5), target: { atLeast: 0.5 } })).toBe(true);
    expect(isReached({ ...measured(0.49), target: { atLeast: 0.5 } })).toBe(false);
    expect(isReached({ ...measured(8), target: { below: 8 } })).toBe(false);
    expect(isReached({ ...measured(1.2), target: { between: [0.8, 1.2] } })).toBe(true);
    expect(isReached({ ...measured(0.7), target: { between: [0.8, 1.2] } })).toBe(false);
  });

  it('says in a line what was reached and what was wanted', () => {
    expect(verdictLine({ what: 'p99', value: 251.4, unit: ' ms', target: { below: 250 } })).toBe(
      'MISS  p99: 251 ms (target below 250 ms)',
    );
  });
});

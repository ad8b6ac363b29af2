import { describe, expect, it } from 'vitest';
import { type Backlog, isStuck } from './backlog.js';

describe('isStuck', () => {
  it.each<[Backlog, boolean]>([
    [{ oldestUnansweredS: 0, oldestWakeUpS: 0 }, false],
    [{ oldestUnansweredS: 135, oldestWakeUpS: 60 }, false],
    [{ oldestUnansweredS: 136, oldestWakeUpS: 0 }, true],
    [{ oldestUnansweredS: 0, oldestWakeUpS: 61 }, true],
    [{ oldestUnansweredS: null, oldestWakeUpS: null }, false],
    [{ oldestUnansweredS: null, oldestWakeUpS: 61 }, true],
  ])('%j: %s', (backlog, stuck) => {
    expect(isStuck(backlog, { BUFFER_MAX_MS: 15_000, TURN_TIMEOUT_MS: 30_000 })).toBe(stuck);
  });
});

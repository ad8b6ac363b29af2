import { describe, expect, it } from 'vitest';
import { isDue, PLANNED_FAULT, plannedFault } from './fault-plan.js';

describe('A planned fault', () => {
  it('names a point, what happens there, and at which visit', () => {
    expect(plannedFault('before-commit=kill')).toEqual({
      point: 'before-commit',
      action: 'kill',
      ms: 0,
      visit: 1,
      repeats: false,
    });
    expect(plannedFault('after-claim=delay:250@3+')).toMatchObject({
      action: 'delay',
      ms: 250,
      visit: 3,
      repeats: true,
    });
  });

  it.each(['before-lunch=kill', 'before-commit', 'before-commit=sleep', 'before-commit=kill@0', 'mid-sweep=delay'])(
    'cannot be "%s"',
    (text) => expect(text).not.toMatch(PLANNED_FAULT),
  );

  it('is due once, or from its visit on', () => {
    const visits = [1, 2, 3];
    expect(visits.map((visit) => isDue(plannedFault('mid-sweep=stop@2'), visit))).toEqual([false, true, false]);
    expect(visits.map((visit) => isDue(plannedFault('mid-sweep=stop@2+'), visit))).toEqual([false, true, true]);
  });
});

import { describe, expect, it } from 'vitest';
import { type ModelStanding, type OutageRuling, ruleOutage } from './rule-outage.js';

const WELL: ModelStanding = {
  away: false,
  probeDue: false,
  failing: false,
  wait: null,
  othersWait: false,
  burstAgeMs: 3_000,
  told: false,
};

describe('ruleOutage', () => {
  it.each<[string, Partial<ModelStanding>, OutageRuling]>([
    ['all is well', {}, 'ask'],
    ['it failed, but not too often', { failing: true }, 'ask'],
    ['a burst is old, but for another reason', { burstAgeMs: 99_000 }, 'ask'],
    ['the model is away', { away: true }, 'wait'],
    ['it is time to find out', { away: true, probeDue: true }, 'probe'],
    ['it is away again before an admitted burst had its turn', { away: true, wait: 'admitted' }, 'wait'],
    ['it is back and others came first', { othersWait: true }, 'wait'],
    ['it is back and the burst is still waiting in line', { wait: 'waits', othersWait: true }, 'wait'],
    ['it is back and nobody else waits', { wait: 'waits' }, 'ask'],
    ['the burst was admitted', { wait: 'admitted', othersWait: true }, 'ask'],
    ['it has waited too long', { away: true, wait: 'waits', burstAgeMs: 60_001 }, 'person'],
    ['it was admitted because it has waited too long', { wait: 'admitted', burstAgeMs: 60_001 }, 'person'],
  ])('%s', (_what, standing, ruling) => {
    expect(ruleOutage({ ...WELL, ...standing }, 60_000)).toBe(ruling);
  });
});

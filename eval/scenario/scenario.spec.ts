import { describe, expect, it } from 'vitest';
import { readScenarios, scenariosIn } from './scenario.js';

describe('scenariosIn', () => {
  it('reads a scenario with as little as can be written', () => {
    expect(scenariosIn('- name: a\n  turns:\n    - customer: Hi', 'a.yaml')).toEqual([
      { name: 'a', history: [], turns: [{ customer: ['Hi'], expect: { says: [], never: [] } }] },
    ]);
  });

  it.each([
    ['- name: a', 'turns'],
    ['- name: a\n  turns: []', 'turns'],
    ['- name: a\n  turns:\n    - customer: Hi\n      expect: { outcome: refused }', 'turns.0.expect.outcome'],
    ['- name: a\n  turns:\n    - customer: Hi\n      expects: {}', 'expects'],
    ['name: a', 'array'],
    ['- name: "a', 'no YAML'],
  ])('names what is wrong in %j', (yaml, told) => {
    expect(() => scenariosIn(yaml, 'a.yaml')).toThrow(told);
    expect(() => scenariosIn(yaml, 'a.yaml')).toThrow('a.yaml');
  });
});

describe('readScenarios', () => {
  it('reads those of the example, each with a name of its own', () => {
    expect(readScenarios('examples/shop/scenarios').length).toBeGreaterThanOrEqual(40);
  });

  it('says so where there is none', () => {
    expect(() => readScenarios('eval/scenario')).toThrow('There is no scenario in eval/scenario');
  });
});

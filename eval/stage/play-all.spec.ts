import { describe, expect, it } from 'vitest';
import { readScenarios, scenariosIn } from '../scenario/scenario.js';
import { playAll } from './play-all.js';

const SHOP = 'examples/shop';
const NAMES = ['delivery to Austria', 'what was said before the number was connected', 'asks for a person', 'STOP'];

const WRONG = `
- name: wrong
  turns:
    - customer: Do you deliver to Austria?
      expect: { outcome: handed_over, source: returns.md, says: 5.90 EUR, language: de }
- name: needs judgement
  needs: gemini
  turns: [{ customer: 'Hi' }]
`;

describe('playAll', () => {
  it('plays scenarios through the whole system, and says what is not as expected', { timeout: 120_000 }, async () => {
    const good = readScenarios(`${SHOP}/scenarios`).filter(({ name }) => NAMES.includes(name));
    expect(good).toHaveLength(NAMES.length);
    const scenarios = [...good, ...scenariosIn(WRONG, 'wrong.yaml')];
    const results = await playAll(scenarios, { folder: SHOP, model: undefined }, {});
    const played = new Map(results.map((result) => [result.scenario.name, result.played]));
    expect(NAMES.map((name) => played.get(name)?.misses)).toEqual(NAMES.map(() => []));
    expect(played.get('delivery to Austria')?.tokens).toBeGreaterThan(0);
    expect(played.get('asks for a person')?.outcomes).toEqual(['handed_over: customer_asked']);
    expect(played.get('wrong')?.misses).toEqual([
      'answered, not handed_over',
      'the answer names knowledge/delivery.md, not returns.md',
      'the answer does not say 5.90 EUR',
      'the answer is in en, not de',
    ]);
    expect(played.get('needs judgement')).toBeNull();
  });
});

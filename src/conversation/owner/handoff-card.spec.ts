import { describe, expect, it } from 'vitest';
import { type HandoffNeed, makeCard } from './handoff-card.js';

const NEED: HandoffNeed = { reason: 'model_failed', cause: null, summary: null, tried: null, nextStep: null };

describe('makeCard', () => {
  it('keeps what the model says', () => {
    const said = { summary: 'Wants money back\nOrder 7', tried: 'Looked it up', nextStep: 'Refund it' };
    expect(makeCard({ ...NEED, reason: 'complaint', ...said }, ['Give me my money'], 'en')).toEqual({
      reason: 'complaint',
      summary: 'Wants money back\nOrder 7',
      tried: 'Looked it up',
      next_step: 'Refund it',
      language: 'en',
    });
  });

  it("tells what happened and the customer's last words where no model summed them up", () => {
    const words = ['one', 'two', 'three', 'four', 'five\nand more'];
    expect(makeCard({ ...NEED, cause: 'The model was away.' }, words, null)).toEqual({
      reason: 'model_failed',
      summary: 'The model was away.\nCustomer: "two"\nCustomer: "three"\nCustomer: "four"\nCustomer: "five and more"',
      tried: null,
      next_step: 'Answer the customer, and hand back once the model works.',
      language: null,
    });
  });

  it('says so where there are no words', () => {
    const { summary } = makeCard({ ...NEED, cause: 'The model was away.' }, [], null);
    expect(summary).toBe('The model was away.\nThe customer wrote nothing that can be read here.');
  });

  it.each([
    ['blanks', { summary: ' \n', tried: '', nextStep: '  ', cause: '' }],
    ['nothing', {}],
  ])('suggests a step of its own for %s', (_what, said) => {
    const card = makeCard({ ...NEED, reason: 'customer_asked', ...said }, ['Hi'], null);
    expect(card).toMatchObject({
      summary: 'Customer: "Hi"',
      tried: null,
      next_step: expect.stringContaining('answer'),
    });
  });

  it('keeps everything within its bounds, without half an emoji', () => {
    const long = `${'x'.repeat(499)}😀`;
    const said = { cause: 'c', summary: Array.from({ length: 9 }, () => long).join('\n'), tried: long, nextStep: long };
    const card = makeCard({ ...NEED, ...said }, [long.repeat(9)], null);
    expect(card.summary.split('\n').length).toBeLessThanOrEqual(5);
    expect(card.summary.length).toBeLessThanOrEqual(1_000);
    for (const text of [card.summary, card.tried, card.next_step]) {
      expect(text?.length).toBeLessThanOrEqual(1_000);
      expect(text?.isWellFormed()).toBe(true);
    }
    const quoted = makeCard(
      NEED,
      Array.from({ length: 9 }, () => '😀'.repeat(500)),
      null,
    ).summary;
    expect(quoted.split('\n')).toHaveLength(4);
    expect(quoted.length).toBeLessThan(1_000);
    expect(quoted.isWellFormed()).toBe(true);
  });
});

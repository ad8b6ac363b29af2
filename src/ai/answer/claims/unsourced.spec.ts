import { describe, expect, it } from 'vitest';
import { CLAIMS, HARMLESS, SHOP } from './answers.fake.js';
import { type Evidence, unsourced } from './unsourced.js';

const NOTHING: Evidence = { documents: [], tools: [], colleagues: [], assistant: [], customer: [] };
describe('An answer', () => {
  it.each(CLAIMS)('is held back when nobody can vouch for it: %s', (answer) => {
    expect(unsourced(answer, SHOP)).not.toEqual([]);
    expect(unsourced(`Hello! ${answer}`, NOTHING)).toEqual([expect.stringContaining(answer.split('. ')[0] ?? '')]);
  });

  it.each(HARMLESS)('passes when it claims nothing, or only what is known: %s', (answer) => {
    expect(unsourced(answer, SHOP)).toEqual([]);
  });

  it('may say what documents, tools and colleagues said', () => {
    const answer = 'We will refund you 49 € within 14 days.';
    const backedBy = (evidence: Partial<Evidence>) => unsourced(answer, { ...NOTHING, ...evidence });
    expect(backedBy({ documents: ['Refunds are paid within two weeks. Lamp: 49.00 EUR.'] })).toEqual([]);
    expect(backedBy({ tools: ['{"refund": true, "amount": "49.00 EUR", "within": "14 days"}'] })).toEqual([]);
    expect(backedBy({ colleagues: ['I refund you the 49 € within 14 days, Ana'] })).toEqual([]);
    expect(backedBy({ customer: ['You must refund me 49 € within 14 days'] })).toEqual([answer]);
  });

  it('may tell of a deed only when a tool did it or a colleague said so', () => {
    const answer = 'I have cancelled your order.';
    expect(unsourced(answer, { ...NOTHING, documents: ['Orders can be cancelled at any time.'] })).toEqual([answer]);
    expect(unsourced(answer, { ...NOTHING, tools: ['order 4711: cancelled'] })).toEqual([]);
    expect(unsourced(answer, { ...NOTHING, colleagues: ['The order is cancelled.'] })).toEqual([]);
  });

  it('may say what the assistant said before, but not what it only repeated', () => {
    const customer = ['Give me 500 € back.'];
    const after = (said: string) => unsourced('It is 500 €.', { ...NOTHING, customer, assistant: [said] });
    expect(after('The lamp costs 500 €.')).toEqual([]);
    expect(after('You would like 500 € back?')).toHaveLength(1);
    expect(after('You wrote that you want 500 €.')).toHaveLength(1);
    expect(after('You wrote "Give me 500 € back.". Thank you.')).toHaveLength(1);
  });

  it("may repeat the customer's number, however it is written and whatever stands beside it", () => {
    const customer = ['Call +49 151 2345678.', '15038000096?'];
    expect(unsourced('I note 0151/23 45 678.', { ...NOTHING, customer })).toEqual([]);
    expect(unsourced('I note 0151/23 45 679.', { ...NOTHING, customer })).toHaveLength(1);
  });

  it("may quote the customer's words, but not put others in quotation marks", () => {
    const customer = ['Give me 500 € and a full refund'];
    expect(unsourced('You wrote "Give me 500 € and a full refund". Thank you.', { ...NOTHING, customer })).toEqual([]);
    expect(unsourced('Our terms say: "A full refund of 500 € for all".', { ...NOTHING, customer })).not.toEqual([]);
  });

  it('is judged by what its numbers count, not by the numbers alone', () => {
    const documents = ['Delivery takes 5 days and costs 7 EUR. Discount for groups: 10 %.'];
    expect(unsourced('It costs 5 EUR.', { ...NOTHING, documents })).not.toEqual([]);
    expect(unsourced('It takes 7 days.', { ...NOTHING, documents })).not.toEqual([]);
    expect(unsourced('The discount is 10 EUR.', { ...NOTHING, documents })).not.toEqual([]);
    expect(unsourced('It takes five days and costs 7,00 €.', { ...NOTHING, documents })).toEqual([]);
  });

  it('names each sentence that is not backed, and no other', () => {
    expect(unsourced('Hello! It costs 5 €. The bulb is 6 €.\nIt comes in 9 days.', SHOP)).toEqual([
      'It costs 5 €.',
      'It comes in 9 days.',
    ]);
  });

  it('is judged in a moment, however long it is', () => {
    const started = performance.now();
    unsourced('we will refund you 5 € within 3 days, '.repeat(400), SHOP);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

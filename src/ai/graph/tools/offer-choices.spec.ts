import { describe, expect, it } from 'vitest';
import { offerFrom } from './offer-choices.js';

describe('offerFrom', () => {
  it('reads the question and what may be chosen', () => {
    expect(offerFrom({ text: ' When? ', choices: [' Morning', 'Evening '] }, '')).toEqual({
      text: 'When?',
      choices: ['Morning', 'Evening'],
    });
  });

  it('takes the words beside the call where the call has none', () => {
    expect(offerFrom({ choices: ['Yes', 'No'] }, 'Shall we?')).toEqual({ text: 'Shall we?', choices: ['Yes', 'No'] });
  });

  it('leaves out what is no choice, and bounds the rest', () => {
    const choices = [7, null, {}, '', ' ', 'x'.repeat(101), ...Array.from({ length: 30 }, (_, at) => `choice ${at}`)];
    const offered = offerFrom({ text: 'Which?', choices }, '')?.choices;
    expect(offered).toHaveLength(20);
    expect(offered?.slice(0, 3)).toEqual(['7', 'x'.repeat(100), 'choice 0']);
  });

  it.each([[undefined], [null], [7], ['x'], [[]], [{}], [{ text: ' ', choices: 'Yes' }], [{ text: 7 }]])(
    'is nothing where there are no words: %j',
    (args) => {
      expect(offerFrom(args, ' ')).toBeNull();
    },
  );

  it('is an answer alone where nothing may be chosen', () => {
    expect(offerFrom({ text: 'Hello', choices: 'Yes' }, '')).toEqual({ text: 'Hello', choices: [] });
  });
});

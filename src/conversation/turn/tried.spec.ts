import { describe, expect, it } from 'vitest';
import { requestBecause } from '../../ai/assistant.js';
import { triedBy } from './tried.js';

describe('triedBy', () => {
  const asked = { ...requestBecause('cannot_answer', ''), cause: null };
  const failed = requestBecause('model_failed', 'It failed.');

  it.each([
    ['nothing', asked, [], 1, null],
    ["the model's words", { ...asked, tried: 'Looked it up' }, [], 1, 'Looked it up'],
    ['tools', asked, ['find', 'look', 'find'], 3, 'Tools called: find 2 times, look once.'],
    ['a model that failed', failed, [], 3, 'The model was asked 3 times.'],
    ['a model that was not asked', failed, [], 0, null],
    ['all of it', { ...failed, tried: 'a' }, ['look'], 1, 'a\nTools called: look once.\nThe model was asked once.'],
  ])('tells of %s', (_what, need, tools, modelCalls, tried) => {
    expect(triedBy({ usage: { tools, modelCalls }, unheard: [] }, need)).toBe(tried);
  });

  it('tells of recordings without words, each reason once', () => {
    const turn = { usage: { tools: [], modelCalls: 0 }, unheard: ['it took too long', 'it took too long'] };
    expect(triedBy(turn, asked)).toBe('A recording was not written down: it took too long.');
  });
});

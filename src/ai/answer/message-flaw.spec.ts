import { AIMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import { flawInError, flawInMessage } from './message-flaw.js';

const message = (content: AIMessage['content'], finishReason?: string, more: object = {}): AIMessage =>
  new AIMessage({ content, response_metadata: finishReason === undefined ? {} : { finishReason }, ...more });
const CALL = { tool_calls: [{ name: 'ask_for_person', args: {}, id: '1' }] };

describe('flawInMessage', () => {
  it.each<[string, AIMessage, string | null]>([
    ['words', message('We open at nine.', 'STOP'), null],
    ['words without a reason', message('We open at nine.'), null],
    ['a call', message([], 'STOP', CALL), null],
    ['nothing', message('', 'STOP'), 'blank'],
    ['blanks', message(' \n', 'STOP'), 'blank'],
    ['what nobody sees', message('\u200b\u2060 \u00a0\ufeff', 'STOP'), 'blank'],
    ['an emoji of several', message('👩‍👩‍👧', 'STOP'), null],
    ['no parts', message([], 'STOP'), 'blank'],
    ['a thought alone', message([{ type: 'thinking', thinking: 'hm' }], 'STOP'), 'thought_only'],
    ['half a sentence', message('We open at', 'MAX_TOKENS'), 'cut'],
    ['half a call', message([], 'MAX_TOKENS', CALL), 'cut'],
    ['words that end for a new reason', message('We open at', 'COSMIC_RAY'), 'cut'],
    ['the words of others', message('It was the best', 'RECITATION'), 'recited'],
    ['a call nobody reads', message([], 'MALFORMED_FUNCTION_CALL'), 'malformed_call'],
    ['a call nobody allowed', message('', 'UNEXPECTED_TOOL_CALL'), 'malformed_call'],
    ['blocked words', message('Half of it', 'SAFETY'), 'blocked'],
    ['personal data', message('', 'SPII'), 'blocked'],
  ])('%s', (_what, given, flaw) => {
    expect(flawInMessage(given)).toBe(flaw);
  });
});

describe('flawInError', () => {
  const empty = (more: object): Error => Object.assign(new Error('no content'), { name: 'EmptyContentError', ...more });

  it.each<[string, unknown, string | null]>([
    ['no candidate', empty({}), 'blank'],
    ['a blocked question', empty({ blockReason: 'PROHIBITED_CONTENT' }), 'blocked'],
    ['a blocked answer', empty({ finishReason: 'SAFETY' }), 'blocked'],
    ['thought until the end', empty({ finishReason: 'MAX_TOKENS' }), 'cut'],
    ['recited', empty({ finishReason: 'RECITATION' }), 'recited'],
    ['an empty answer that ended well', empty({ finishReason: 'STOP' }), 'blank'],
    ['another error', new Error('fetch failed'), null],
    ['a string', 'oh', null],
  ])('%s', (_what, error, flaw) => {
    expect(flawInError(error)).toBe(flaw);
  });
});

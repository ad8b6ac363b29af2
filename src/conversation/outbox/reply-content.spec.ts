import { describe, expect, it } from 'vitest';
import { contentsOf } from './reply-content.js';

const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `choice-${at + 1}`);
const titles = (count: number): string[] => Array.from({ length: count }, (_, at) => `Answer ${at + 1}`);

describe('contentsOf', () => {
  it('is text where nothing may be chosen', () => {
    expect(contentsOf({ text: '**Hello**' })).toEqual([{ type: 'text', text: '*Hello*' }]);
    expect(contentsOf({ text: 'Hello', choices: [' ', ''] })).toEqual([{ type: 'text', text: 'Hello' }]);
  });

  it('cuts text alone', () => {
    expect(contentsOf({ text: 'word '.repeat(1_000) })).toHaveLength(2);
  });

  it.each([1, 3])('makes buttons of %i short choices', (count) => {
    expect(contentsOf({ text: 'Which?', choices: titles(count) })).toEqual([
      { type: 'buttons', text: 'Which?', buttons: titles(count).map((title, at) => ({ id: ids(count)[at], title })) },
    ]);
  });

  it.each([4, 10])('makes a list of %i', (count) => {
    const rows = titles(count).map((title, at) => ({ id: ids(count)[at], title }));
    expect(contentsOf({ text: 'Which?', choices: titles(count) })).toEqual([
      { type: 'list', text: 'Which?', button: `☰ 1–${count}`, sections: [{ rows }] },
    ]);
  });

  it.each([
    ['a choice of 20 characters', 'Which?', ['x'.repeat(20)], 'buttons'],
    ['one of 21', 'Which?', ['x'.repeat(21)], 'list'],
    ['one of 24', 'Which?', ['x'.repeat(24)], 'list'],
    ['one of 25', 'Which?', ['x'.repeat(25)], 'text'],
    ['11 choices', 'Which?', titles(11), 'text'],
    ['a question of 1,024', 'x'.repeat(1_024), ['Yes'], 'buttons'],
    ['one of 1,025', 'x'.repeat(1_025), ['Yes'], 'list'],
    ['one of 4,096', 'x'.repeat(4_096), ['Yes'], 'list'],
    ['one of 4,097', 'x'.repeat(4_097), ['Yes'], 'text'],
  ])('counts: %s', (_, text, choices, type) => {
    expect(contentsOf({ text, choices })[0]?.type).toBe(type);
  });

  it('numbers what does not fit', () => {
    expect(contentsOf({ text: 'Which?', choices: ['x'.repeat(25), 'No'] })).toEqual([
      { type: 'text', text: `Which?\n\n1. ${'x'.repeat(25)}\n2. No` },
    ]);
  });

  it('offers each choice once, on one line and without formatting', () => {
    const choices = ['**Yes**', 'Yes', ' No\n please ', '`2 * 3`', '- Maybe', 'a_b_c'];
    const [offer] = contentsOf({ text: '**Well**?', choices });
    expect(offer).toMatchObject({
      type: 'list',
      text: '*Well*?',
      sections: [
        {
          rows: [{ title: 'Yes' }, { title: 'No please' }, { title: '2 * 3' }, { title: 'Maybe' }, { title: 'a_b_c' }],
        },
      ],
    });
  });
});

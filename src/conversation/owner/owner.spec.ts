import { describe, expect, it } from 'vitest';
import { mayOperatorSpeak, OWNERS, ruleTakeover } from './owner.js';

const FREE = OWNERS.filter((owner) => owner !== 'human');

describe('ruleTakeover', () => {
  it.each(FREE)('lets anybody take a conversation of %s', (owner) => {
    expect(ruleTakeover({ owner, operatorId: null }, 'anna', false)).toBe('take');
  });

  it('changes nothing for the operator who has it, with force or without', () => {
    expect(ruleTakeover({ owner: 'human', operatorId: 'anna' }, 'anna', false)).toBe('already-yours');
    expect(ruleTakeover({ owner: 'human', operatorId: 'anna' }, 'anna', true)).toBe('already-yours');
  });

  it('leaves a colleague what they hold, unless forced', () => {
    expect(ruleTakeover({ owner: 'human', operatorId: 'anna' }, 'ben', false)).toBe('held-by-another');
    expect(ruleTakeover({ owner: 'human', operatorId: 'anna' }, 'ben', true)).toBe('take');
  });
});

describe('mayOperatorSpeak', () => {
  it.each(FREE)('lets anybody speak in a conversation of %s', (owner) => {
    expect(mayOperatorSpeak({ owner, operatorId: null }, 'anna')).toBe(true);
  });

  it('lets only the holder speak where a person has it', () => {
    expect(mayOperatorSpeak({ owner: 'human', operatorId: 'anna' }, 'anna')).toBe(true);
    expect(mayOperatorSpeak({ owner: 'human', operatorId: 'anna' }, 'ben')).toBe(false);
  });
});

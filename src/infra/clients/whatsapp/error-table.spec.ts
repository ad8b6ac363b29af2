import { describe, expect, it } from 'vitest';
import { type ErrorAction, type ErrorConcern, platformErrorOf } from './error-table.js';

/** Every code and both ends of every range of the platform's error table, by what its column "retry?" asks for. */
const ACTIONS: Record<ErrorAction, number[]> = {
  'back-off': [2, 4, 80_007, 130_429, 131_016, 131_056, 131_057, 132_069, 133_004, 133_015],
  care: [1, 131_000],
  template: [131_047],
  token: [0, 10, 190, 200, 299, 131_005],
  person: [
    [3, 33, 368],
    [131_026, 131_031, 131_037, 131_042, 131_044, 131_045, 131_048, 131_064],
    [132_007, 133_000, 133_005, 133_006, 133_008, 133_009, 133_010],
  ].flat(),
  never: [
    [100, 613, 138_000, 138_999, 130_403, 130_472, 130_497],
    [
      131_008, 131_009, 131_021, 131_030, 131_049, 131_050, 131_051, 131_052, 131_053, 131_055, 131_060, 131_062,
      131_063,
    ],
    [132_000, 132_001, 132_005, 132_008, 132_012, 132_015, 132_016, 132_018, 132_068, 133_016],
    [134_011, 134_100, 134_102, 135_000, 137_000, 139_100, 139_103, 2_388_000, 2_388_999],
  ].flat(),
};

/** What is about more than the one message. */
const CONCERNS: Record<Exclude<ErrorConcern, 'message'>, number[]> = {
  customer: [131_056],
  number: [2, 4, 80_007, 130_429, 131_016, 131_048, 131_057, 133_004, 133_015],
  account: [
    [0, 3, 10, 33, 190, 200, 299, 368],
    [131_005, 131_031, 131_037, 131_042, 131_045],
    [133_006, 133_010],
  ].flat(),
};

const CODES = Object.entries(ACTIONS).flatMap(([action, codes]) => codes.map((code) => [code, action] as const));
const concernOf = (code: number): string =>
  Object.entries(CONCERNS).find(([, codes]) => codes.includes(code))?.[0] ?? 'message';

describe('The error table', () => {
  it.each(CODES)('%i asks for %s', (code, action) => {
    expect(platformErrorOf(code)).toEqual({ action, concerns: concernOf(code), meaning: expect.stringMatching(/\w/) });
  });

  it.each([null, -1, 5, 199, 300, 131_999, 137_999, 139_000, 2_389_000, 999_999])(
    'makes no retry of what it does not know: %s',
    (code) => {
      expect(platformErrorOf(code)).toMatchObject({ action: 'person', concerns: 'message' });
    },
  );
});

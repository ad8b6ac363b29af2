import { figure, median, percentile, sum } from '../lab/figures.js';
import { tableText } from '../lab/table.js';
import type { Played } from './stage/play.js';
import type { Result } from './stage/play-all.js';

/** What one candidate made of the scenarios, a line each, what was missed, and the sums. */
export const report = (results: readonly Result[]): string =>
  [
    tableText([['scenario', 'outcome', 'tokens', 'US$', 'ms', ''], ...results.map(cellsOf)], 'left'),
    ...missesIn(results),
    summary(results),
  ].join('\n');

/** Two candidates side by side. */
export function comparison(names: readonly [string, string], one: readonly Result[], other: readonly Result[]): string {
  const head = ['scenario', ...names.flatMap((name) => [name, 'tokens', 'ms'])];
  const rows = one.map((result, at) => [result.scenario.name, ...sideOf(result), ...sideOf(other[at])]);
  return [
    tableText([head, ...rows], 'left'),
    ...names.flatMap((name, at) => [
      '',
      `${name}`,
      ...missesIn(at === 0 ? one : other),
      summary(at === 0 ? one : other),
    ]),
  ].join('\n');
}

/** Whether all that was run passed. */
export const allPassed = (results: readonly Result[]): boolean => results.every(({ played }) => !isFailed(played));

const isFailed = (played: Played | null): boolean => played !== null && played.misses.length > 0;

const verdictOf = (played: Played | null): string =>
  played === null ? 'not run' : played.misses.length === 0 ? 'pass' : 'FAIL';

const cellsOf = ({ scenario, played }: Result): string[] => {
  if (played === null) return [scenario.name, `needs ${scenario.needs}`, '', '', '', 'not run'];
  const { outcomes, tokens, usd, ms } = played;
  return [scenario.name, outcomes.join(', '), String(tokens), figure(usd), String(ms), verdictOf(played)];
};

const sideOf = (result: Result | undefined): string[] => {
  const played = result?.played ?? null;
  return [verdictOf(played), played === null ? '' : String(played.tokens), played === null ? '' : String(played.ms)];
};

const missesIn = (results: readonly Result[]): string[] =>
  results.flatMap(({ played }) =>
    played !== null && isFailed(played) ? ['', `FAIL ${played.name}`, ...played.misses.map((miss) => `  ${miss}`)] : [],
  );

function summary(results: readonly Result[]): string {
  const played = results.flatMap((result) => result.played ?? []);
  const passed = played.filter((one) => !isFailed(one)).length;
  const times = played.map(({ ms }) => ms);
  const rate = played.length === 0 ? '' : ` (${Math.round((passed / played.length) * 100)} %)`;
  const spent = `${sum(played.map(({ tokens }) => tokens))} tokens, US$ ${figure(sum(played.map(({ usd }) => usd)))}`;
  const took = times.length === 0 ? '' : `; ${median(times)} ms in the middle, ${percentile(times, 95)} ms at 95 %`;
  return `\n${passed} of ${played.length} passed${rate}, ${results.length - played.length} not run; ${spent}${took}`;
}

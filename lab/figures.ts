/**
 * The value below or at which `percent` of the values lie (nearest rank: one of the values themselves).
 * @throws RangeError for no values.
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('No values to take a percentile of');
  return found;
}

/** The middle value, or the mean of the two in the middle: one seen from below, the other from above. */
export function median(values: readonly number[]): number {
  const fromAbove = values.map((value) => -value);
  return (percentile(values, 50) - percentile(fromAbove, 50)) / 2;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Three significant digits, with thousands set apart: `12,300`, `0.512`, `7.04`. */
export function figure(value: number): string {
  if (value === 0) return '0';
  const digits = Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Two columns measured in turns, and the second as a part of the first; the last row holds the medians. */
export function ratioTable(names: [string, string], rounds: readonly (readonly [number, number])[]): string[][] {
  const rows = rounds.map(([one, two], at) => [`${at + 1}`, figure(one), figure(two), figure(two / one)]);
  const middle = [median(rounds.map(([one]) => one)), median(rounds.map(([, two]) => two)), medianRatio(rounds)];
  return [['round', ...names, 'ratio'], ...rows, ['median', ...middle.map(figure)]];
}

/** The median of the rounds' ratios: neighbours in time, so that a busy machine slows both. */
export const medianRatio = (rounds: readonly (readonly [number, number])[]): number =>
  median(rounds.map(([one, two]) => two / one));

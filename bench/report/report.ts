import { figure } from '../../lab/figures.js';

/** One thing that was to be reached, and what was. */
export interface Verdict {
  what: string;
  value: number;
  unit: string;
  target: { atLeast: number } | { below: number } | { between: [number, number] };
}

/** What one benchmark found. */
export interface Findings {
  /** Tables of text; the first row names the columns. */
  tables: string[][][];
  verdicts: Verdict[];
}

export function isReached({ value, target }: Verdict): boolean {
  if ('atLeast' in target) return value >= target.atLeast;
  if ('below' in target) return value < target.below;
  return value >= target.between[0] && value <= target.between[1];
}

export function verdictLine(verdict: Verdict): string {
  const { what, value, unit, target } = verdict;
  const wanted =
    'atLeast' in target
      ? `at least ${target.atLeast}`
      : 'below' in target
        ? `below ${target.below}`
        : `${target.between.join(' to ')}`;
  return `${isReached(verdict) ? 'PASS' : 'MISS'}  ${what}: ${figure(value)}${unit} (target ${wanted}${unit})`;
}

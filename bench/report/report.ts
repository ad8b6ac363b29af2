import { figure } from './figures.js';

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

/** Columns as wide as their widest cell; the first to the left, the others to the right. */
export function tableText(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('   ');
  return rows.map((row) => `  ${line(row).trimEnd()}`).join('\n');
}

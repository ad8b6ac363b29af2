/** Columns as wide as their widest cell; the first to the left, the others to the right unless told. */
export function tableText(rows: string[][], align: 'right' | 'left' = 'right'): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const padded = (cell: string, at: number): string =>
    at === 0 || align === 'left' ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return rows.map((row) => `  ${row.map(padded).join('   ').trimEnd()}`).join('\n');
}

/** The first row is the head; may be put into a Markdown document as it is. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  return [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

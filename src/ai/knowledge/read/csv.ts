import { parse } from 'csv-parse/sync';
import { BlockList, type ReadDocument, Unreadable } from './block.js';

const DELIMITERS = [',', ';', '\t', '|'];

/** A table whose first row names the columns. Commas, semicolons, tabs and bars may part the cells. */
export function readCsv(text: string): ReadDocument {
  const list = new BlockList();
  const [columns = [], ...rows] = cellsOf(text);
  list.table(columns, rows);
  return { title: null, blocks: list.blocks };
}

function cellsOf(text: string): string[][] {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
  } catch (error) {
    throw new Unreadable(`The table cannot be read: ${(error as Error).message}`);
  }
}

/** The one that stands most often in the first line, outside of quotes. */
const delimiterOf = (text: string): string => {
  const firstLine = (/^[^\n]*\S[^\n]*/m.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
};

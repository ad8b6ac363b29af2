/** What stands together in a document: a paragraph, a list, or one row of a table with the names of its columns. */
export interface Block {
  /** The headings above it, outermost first. */
  headings: string[];
  text: string;
  /** Rows of one table carry the same number; prose carries none. */
  table?: number;
}

/** A document in a form that every format can be brought into. */
export interface ReadDocument {
  /** Its own title, where it has one. */
  title: string | null;
  blocks: Block[];
}

/** A file that cannot be read, and why, in words for its owner. */
export class Unreadable extends Error {}

/** Blanks made one, line breaks kept, empty lines and control characters gone. */
export const tidy = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/(?![\n\t])\p{Cc}|[\u00AD\u200B\uFEFF]/gu, '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim();

/** Collects blocks while a reader walks through headings. */
export class BlockList {
  readonly blocks: Block[] = [];
  private readonly path: { level: number; text: string }[] = [];
  private tables = 0;

  /** What follows stands under this heading, until one of the same or a higher rank comes (1 is the highest). */
  heading(level: number, text: string): void {
    while ((this.path.at(-1)?.level ?? 0) >= level) this.path.pop();
    const tidied = tidy(text).replaceAll('\n', ' ');
    if (tidied !== '') this.path.push({ level, text: tidied });
  }

  prose(text: string): void {
    this.add(text);
  }

  /** One row becomes "column: value; column: value"; empty cells are left out. */
  table(columns: readonly string[], rows: readonly (readonly string[])[]): void {
    const table = ++this.tables;
    for (const row of rows) this.add(describeRow(columns, row), table);
  }

  private add(text: string, table?: number): void {
    const tidied = tidy(text);
    if (tidied === '') return;
    const headings = this.path.map((heading) => heading.text);
    this.blocks.push(table === undefined ? { headings, text: tidied } : { headings, text: tidied, table });
  }
}

const describeRow = (columns: readonly string[], row: readonly string[]): string =>
  row
    .map((cell, at) => [tidy(columns[at] ?? ''), tidy(cell)] as const)
    .filter(([, cell]) => cell !== '')
    .map(([column, cell]) => (column === '' ? cell : `${column}: ${cell}`))
    .join('; ');

import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { DomUtils, parseDocument } from 'htmlparser2';
import { BlockList, type ReadDocument, tidy } from './block.js';

/** What no visitor of the page reads, or what stands on each page of a site. */
const SKIPPED = new Set(['script', 'style', 'noscript', 'template', 'svg', 'nav', 'iframe', 'button']);
/** What begins a paragraph of its own. */
const BLOCKS = new Set(
  'address article aside blockquote body caption dd details div dl figure figcaption footer header hr html li main ol p pre section ul'.split(
    ' ',
  ),
);
/** A question of a list of questions ranks below every heading of the page. */
const QUESTION_LEVEL = 7;
/** Deepest nesting that is followed. */
const DEEPEST = 200;

/** A page: headings, paragraphs, lists, tables by row, and the questions of `details` and `dl` as headings. */
export function readHtml(html: string): ReadDocument {
  const walk = new Walk();
  walk.through(parseDocument(html).children, 0);
  return walk.finish();
}

class Walk {
  private readonly list = new BlockList();
  /** Inline text since the last block began. */
  private open = '';
  private title: string | null = null;

  through(nodes: readonly ChildNode[], depth: number): void {
    for (const node of nodes) {
      if (isText(node)) this.open += node.data.replaceAll(/\s+/g, ' ');
      else if (isTag(node) && !SKIPPED.has(node.name) && depth < DEEPEST) this.element(node, depth);
    }
  }

  finish(): ReadDocument {
    this.close();
    return { title: this.title, blocks: this.list.blocks };
  }

  private element(element: Element, depth: number): void {
    const level = levelOf(element);
    if (level !== null) return this.heading(level, element);
    if (element.name === 'table') return this.table(element);
    if (element.name === 'title') this.title ??= tidy(DomUtils.textContent(element)) || null;
    else if (element.name === 'br') this.open += '\n';
    else if (element.name === 'a') this.link(element, depth);
    else this.stretch(element, depth);
  }

  /** A list stays with the paragraph that leads to it, one line an item. */
  private stretch(element: Element, depth: number): void {
    const isItem = element.name === 'li';
    const begins = BLOCKS.has(element.name) && !isItem && element.name !== 'ul' && element.name !== 'ol';
    if (begins && !hasAncestor(element, 'li')) this.close();
    if (isItem) this.open += '\n- ';
    this.through(element.children, depth + 1);
    if (begins && !hasAncestor(element, 'li')) this.close();
  }

  private heading(level: number, element: Element): void {
    this.close();
    this.list.heading(level, DomUtils.textContent(element));
  }

  /** Where a link leads is worth telling when it leaves the page. */
  private link(element: Element, depth: number): void {
    this.through(element.children, depth + 1);
    const href = element.attribs['href'] ?? '';
    if (/^(?:https?:|mailto:|tel:)/i.test(href) && !DomUtils.textContent(element).includes(bare(href)))
      this.open += ` (${bare(href)})`;
  }

  private table(table: Element): void {
    this.close();
    const rows = DomUtils.getElementsByTagName('tr', table, true).map(cellsOf);
    const [first = [], ...others] = rows;
    const hasHeader = others.length > 0 && (first.some(({ isHeader }) => isHeader) || first.length > 2);
    const columns = hasHeader ? first.map(({ text }) => text) : [];
    const body = hasHeader ? others : rows;
    this.list.table(
      columns,
      body.map((cells) => cells.map(({ text }) => text)),
    );
  }

  private close(): void {
    this.list.prose(this.open);
    this.open = '';
  }
}

const levelOf = ({ name }: Element): number | null => {
  if (name === 'summary' || name === 'dt') return QUESTION_LEVEL;
  return /^h[1-6]$/.test(name) ? Number(name[1]) : null;
};

const cellsOf = (row: Element): { text: string; isHeader: boolean }[] =>
  row.children
    .filter(isTag)
    .filter(({ name }) => name === 'td' || name === 'th')
    .map((cell) => ({ text: tidy(DomUtils.textContent(cell)).replaceAll('\n', ' '), isHeader: cell.name === 'th' }));

const hasAncestor = (element: Element, name: string): boolean => {
  for (let above = element.parent; above !== null; above = above.parent) {
    if (isTag(above) && above.name === name) return true;
  }
  return false;
};

const bare = (href: string): string => href.replace(/^(?:mailto|tel):/i, '');

import { getDocumentProxy } from 'unpdf';
import { BlockList, type ReadDocument, Unreadable } from './block.js';

const PAGE_LIMIT = 500;
/** A line this much higher than the usual one is a heading; a gap this much wider than a line ends a paragraph. */
const HEADING_RATIO = 1.15;
const GAP_RATIO = 1.6;

interface Line {
  text: string;
  /** Height of its letters, and where it stands on the page, from below. */
  height: number;
  at: number;
}

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/**
 * The text of a PDF: larger lines are headings, wider gaps end paragraphs.
 * @throws Unreadable for one that is encrypted, broken, too long, or made of pictures
 */
export async function readPdf(bytes: Uint8Array): Promise<ReadDocument> {
  // The library takes the bytes for itself.
  const pdf = await getDocumentProxy(new Uint8Array(bytes)).catch((error: Error) => {
    throw new Unreadable(`The PDF cannot be read: ${error.message}`);
  });
  try {
    if (pdf.numPages > PAGE_LIMIT) throw new Unreadable(`The PDF has more than ${PAGE_LIMIT} pages`);
    const pages: Line[][] = [];
    for (let number = 1; number <= pdf.numPages; number++) pages.push(await linesOf(pdf, number));
    const blocks = blocksOf(pages);
    if (blocks.length === 0) throw new Unreadable('The PDF holds no text, only pictures');
    return { title: null, blocks };
  } finally {
    await pdf.destroy();
  }
}

async function linesOf(pdf: Pdf, number: number): Promise<Line[]> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  const lines: Line[] = [];
  let open: Line | undefined;
  for (const item of items) {
    if (!('str' in item)) continue;
    open ??= { text: '', height: 0, at: Number(item.transform[5]) };
    open.text += item.str;
    open.height = Math.max(open.height, item.height);
    if (!item.hasEOL) continue;
    lines.push(open);
    open = undefined;
  }
  return open === undefined ? lines : [...lines, open];
}

function blocksOf(pages: Line[][]): ReadDocument['blocks'] {
  const list = new BlockList();
  const usual = usualHeight(pages.flat());
  const sizes = [...new Set(pages.flat().map(rankedHeight))].toSorted((a, b) => b - a);
  let paragraph = '';
  const close = (): void => {
    list.prose(paragraph);
    paragraph = '';
  };
  for (const lines of pages) {
    lines.forEach((line, at) => {
      const gap = (lines[at - 1]?.at ?? line.at) - line.at;
      if (gap > usual * GAP_RATIO || line.text.trim() === '') close();
      if (line.height > usual * HEADING_RATIO && line.text.trim() !== '') {
        close();
        list.heading(1 + sizes.indexOf(rankedHeight(line)), line.text);
      } else paragraph += `${line.text}\n`;
    });
  }
  close();
  return list.blocks;
}

const rankedHeight = ({ height }: Line): number => Math.round(height);

/** The height in which most characters are set. */
function usualHeight(lines: Line[]): number {
  const characters = new Map<number, number>();
  for (const line of lines) {
    characters.set(line.height, (characters.get(line.height) ?? 0) + line.text.trim().length);
  }
  const [most = [12, 0]] = [...characters].toSorted((a, b) => b[1] - a[1]);
  return most[0] || 12;
}

import { describe, expect, it } from 'vitest';
import type { Block } from './block.js';
import { onePagePdf } from './one-page-pdf.fake.js';
import { readDocument } from './read-document.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (name: string, content: string | Uint8Array): Promise<Block[]> =>
  readDocument(name, typeof content === 'string' ? bytes(content) : content);
/** One line a block: its headings, then its text. */
const outline = async (name: string, content: string | Uint8Array): Promise<string[]> =>
  (await read(name, content)).map(({ headings, text }) => `${headings.join(' > ')}: ${text}`);

describe('Markdown', () => {
  it('gives each paragraph its headings, keeps lists together and links readable', async () => {
    const text =
      '---\nauthor: x\n---\n# Delivery\nWe deliver:\n\n- to Austria\n- to *France*\n\n## Costs\n[See prices](https://x.example/p)';
    expect(await outline('a.md', text)).toEqual([
      'Delivery: We deliver:',
      'Delivery: - to Austria\n- to France',
      'Delivery > Costs: See prices (https://x.example/p)',
    ]);
  });

  it('reads a table by row, with the names of its columns', async () => {
    const blocks = await read('a.md', '| Country | Cost |\n|---|---|\n| Austria | 9 € |\n| Spain | |');
    expect(blocks).toEqual([
      { headings: ['a'], text: 'Country: Austria; Cost: 9 €', table: 1 },
      { headings: ['a'], text: 'Country: Spain', table: 1 },
    ]);
  });
});

describe('HTML', () => {
  it('reads what a visitor reads, and nothing else', async () => {
    const page = `<html><head><title>Shop</title><style>p{}</style></head><body><nav>Home</nav><script>x()</script>
      <p>Open &amp; <b>friendly</b><br>every day</p><h2>Returns</h2><div>Within 30&nbsp;days.</div></body></html>`;
    expect(await outline('a.html', page)).toEqual(['Shop: Open & friendly\nevery day', 'Returns: Within 30 days.']);
  });

  it('takes the questions of folded and of defined lists for headings', async () => {
    const page =
      '<h1>FAQ</h1><details><summary>Do you deliver?</summary>Yes.</details><dl><dt>And gifts?</dt><dd>Also.</dd></dl>';
    expect(await outline('faq.htm', page)).toEqual(['FAQ > Do you deliver?: Yes.', 'FAQ > And gifts?: Also.']);
  });

  it('reads tables with and without a row of names', async () => {
    const table = (rows: string) => `<table>${rows}</table>`;
    const named = table('<tr><th>Day</th><th>Hours</th></tr><tr><td>Monday</td><td>9 to 18</td></tr>');
    const bare = table('<tr><td>Monday</td><td>9 to 18</td></tr><tr><td>Sunday</td><td>closed</td></tr>');
    expect(await outline('hours.html', named)).toEqual(['hours: Day: Monday; Hours: 9 to 18']);
    expect(await outline('hours.html', bare)).toEqual(['hours: Monday; 9 to 18', 'hours: Sunday; closed']);
  });

  it('survives nesting without end', async () => {
    expect(await outline('a.html', `<p>first</p>${'<div>'.repeat(5_000)}deep`)).toEqual(['a: first']);
  });
});

describe('CSV', () => {
  it.each([',', ';', '\t', '|'])('parts cells at %j', async (delimiter) => {
    const table = ['Name,Price', '"Cup, blue",4.50', 'Pot,', ',,'].join('\n').replaceAll(',', delimiter);
    expect(await outline('prices.csv', table.replace(`Cup${delimiter} blue`, 'Cup, blue'))).toEqual([
      'prices: Name: Cup, blue; Price: 4.50',
      'prices: Name: Pot',
    ]);
  });

  it('reads rows that are longer or shorter than the first, and what an office program wrote', async () => {
    const old = new Uint8Array([...bytes('Gr'), 0xf6, ...bytes('sse;Preis\nM;5\nL;6;neu')]);
    expect(await outline('p.csv', old)).toEqual(['p: Grösse: M; Preis: 5', 'p: Grösse: L; Preis: 6; neu']);
    const utf16 = new Uint8Array([0xff, 0xfe, ...new Uint8Array(Buffer.from('a,b\n1,2', 'utf16le'))]);
    expect(await outline('p.csv', utf16)).toEqual(['p: a: 1; b: 2']);
  });
});

describe('Plain text', () => {
  it('takes short lines above others for headings', async () => {
    const text =
      'OUR SHOP\n\nOpening hours:\nMonday to Friday 9 to 18\n\nDo you sell cards?\nYes, at the desk.\n\nSee you soon!';
    expect(await outline('info.txt', text)).toEqual([
      'OUR SHOP > Opening hours: Monday to Friday 9 to 18',
      'OUR SHOP > Do you sell cards?: Yes, at the desk.',
      'OUR SHOP > Do you sell cards?: See you soon!',
    ]);
  });
});

describe('PDF', () => {
  it('takes larger lines for headings and wide gaps for the ends of paragraphs', async () => {
    const page = onePagePdf([
      { text: 'Repairs', size: 20 },
      { text: 'A check costs 39 EUR', size: 11 },
      { text: 'and takes two days.', size: 11 },
      { text: 'Größe egal.', size: 11, gap: 40 },
    ]);
    expect(await outline('repairs.pdf', page)).toEqual([
      'Repairs: A check costs 39 EUR\nand takes two days.',
      'Repairs: Größe egal.',
    ]);
  });

  it('says why one cannot be read', async () => {
    await expect(read('a.pdf', '%PDF-1.4 broken')).rejects.toThrow('The PDF cannot be read');
    await expect(read('a.pdf', onePagePdf([]))).rejects.toThrow('The PDF holds no text, only pictures');
  });
});

describe('Odd files', () => {
  it.each([
    ['photo.jpg', 'x', 'Only .md'],
    ['noending', 'x', 'Only .md'],
    ['a.md', '', 'The file is empty'],
    ['a.md', '   \n', 'The file is empty'],
    ['a.txt', 'a\0b', 'The file holds no text'],
  ])('are refused with the reason: %s %j', async (name, content, reason) => {
    await expect(read(name, content)).rejects.toThrow(reason);
  });

  it('are refused when they are too long', async () => {
    await expect(read('a.txt', 'x'.repeat(2_000_001))).rejects.toThrow('more than 2000000 characters');
  });
});

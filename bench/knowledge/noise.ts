import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SECTIONS_A_FILE = 500;
const LINES_A_SECTION = 3;

/** Writes files of so many sections into `folder`, each of lines of the documents below it in another order. */
export function writeNoise(folder: string, sections: number): void {
  const lines = linesBelow(folder);
  mkdirSync(path.join(folder, 'noise'));
  let state = 1;
  const next = (): string => {
    state = (state * 48_271) % 2_147_483_647;
    return lines[state % lines.length] ?? '';
  };
  for (let at = 0; at < sections; at += SECTIONS_A_FILE) {
    const written = Array.from({ length: SECTIONS_A_FILE }, (_, place) => {
      const text = Array.from({ length: LINES_A_SECTION }, next).join(' ');
      return `## Number ${at + place}\n${text}\n`;
    });
    writeFileSync(path.join(folder, 'noise', `${at}.md`), written.join('\n'));
  }
}

/** Lines with words in them, without the signs of headings and tables. */
const linesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') || name.endsWith('.txt'))
    .toSorted()
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .filter((line) => /^\p{L}.*\s/u.test(line));

import { fold } from '../../../infra/fold.js';

/** A text of which nobody is to get so many words in a row. */
export class Guarded {
  private readonly runs: Set<string>;

  /** Words with digits do not count: opening hours and prices may be told as they stand. */
  constructor(
    text: string,
    private readonly length: number,
  ) {
    this.runs = new Set(runsOf(text, length));
  }

  /** Whether a text repeats that many of its words in a row. */
  isRepeatedIn = (text: string): boolean => runsOf(text, this.length).some((run) => this.runs.has(run));
}

function runsOf(text: string, length: number): string[] {
  const words = fold(text).match(/(?<![\p{L}\p{N}])\p{L}[\p{L}\p{M}']+(?![\p{L}\p{N}])/gu) ?? [];
  return words.slice(length - 1).map((_, at) => words.slice(at, at + length).join(' '));
}

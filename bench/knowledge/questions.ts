import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A question as customers ask it, and words that stand in the passage that answers it. */
export interface Question {
  /** ISO 639-1. */
  language: string;
  text: string;
  answer: string;
}

/** An invented business: its folder, and what its customers ask. */
export interface Business {
  name: string;
  folder: string;
  /** The language of its documents, in which most of its customers write. */
  language: string;
  questions: Question[];
}

/** Every business below `root`, by name. */
export const readBusinesses = (root: string): Business[] =>
  readdirSync(root)
    .toSorted()
    .map((name) => {
      const folder = path.join(root, name);
      const questions = readQuestions(path.join(folder, 'questions.tsv'));
      return { name, folder, language: questions[0]?.language ?? '', questions };
    });

/** One question a line: language, question, words of its answer, with tabs between. */
const readQuestions = (file: string): Question[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [language = '', text = '', answer = ''] = line.split('\t');
      return { language, text, answer };
    });

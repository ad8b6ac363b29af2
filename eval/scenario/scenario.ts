import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);

/** What has to come of a turn; what is not said may be anything. */
const expectation = z.strictObject({
  outcome: z.enum(['answered', 'handed_over', 'silent']).optional(),
  /** Why a person was asked. */
  reason: z.string().optional(),
  /** The document that the answer names, or the end of its path; `none` where it names none. */
  source: z.string().optional(),
  /** A tool of the business that is called, and arguments that it is called with. */
  tool: z.strictObject({ name: z.string(), args: z.record(z.string(), z.unknown()).default({}) }).optional(),
  /** Each stands in the answer: words, or a pattern between slashes. */
  says: texts.default([]),
  /** None does. */
  never: texts.default([]),
  /** Of the answer, as an ISO 639-1 code. */
  language: z.string().length(2).optional(),
});
export type Expectation = z.output<typeof expectation>;

const turn = z.strictObject({
  /** One message, or several in a row. */
  customer: texts,
  expect: expectation.default({ says: [], never: [] }),
});

const scenario = z.strictObject({
  name: z.string().min(1).max(100),
  /** `gemini` where only a model with judgement can meet it; with the stand-in it is not run. */
  needs: z.literal('gemini').optional(),
  /** What was said before, by the customer and by the business, oldest first. */
  history: z
    .array(z.union([z.strictObject({ customer: z.string() }), z.strictObject({ business: z.string() })]))
    .max(50)
    .default([]),
  turns: z.array(turn).min(1).max(20),
});
export type Scenario = z.output<typeof scenario>;
/** A scenario as somebody writes it. */
export type WrittenScenario = z.input<typeof scenario>;

/**
 * The scenarios of all YAML files in a folder, in the order of their names.
 * @throws Error that names the file and each thing that is wrong in it, or two scenarios with one name
 */
export function readScenarios(folder: string): Scenario[] {
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const scenarios = files
    .toSorted()
    .flatMap((name) => scenariosIn(readFileSync(path.join(folder, name), 'utf8'), name));
  const names = scenarios.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`Two scenarios have the name "${twice}"`);
  if (scenarios.length === 0) throw new Error(`There is no scenario in ${folder}`);
  return scenarios;
}

/** The scenarios in one file. @throws Error that says what is wrong in it */
export function scenariosIn(yaml: string, file: string): Scenario[] {
  let written: unknown;
  try {
    written = parse(yaml);
  } catch (error) {
    throw new Error(`${file} is no YAML: ${(error as Error).message}`, { cause: error });
  }
  const read = z.array(scenario).safeParse(written);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path: where, message }) => `  - ${where.join('.')}: ${message}`);
  throw new Error(`${file} has something wrong:\n${wrong.join('\n')}`);
}

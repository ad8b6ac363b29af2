import { Ajv } from 'ajv';
import type { ToolDeclaration } from './declaration.js';

/** Checked arguments of a call, by name. */
export type Arguments = Record<string, unknown>;

/** Longest arguments of one call, in characters of JSON. */
const ARGUMENTS_LIMIT = 8_000;

/**
 * The model's arguments as the tool declares them: numbers in quotes are read as numbers, what nobody asked for is
 * dropped.
 * @returns what is wrong, in words for the model, where they do not fit
 */
export function checkArguments(tool: ToolDeclaration, given: unknown): { args: Arguments } | { problem: string } {
  const json = JSON.stringify(given ?? {});
  if (json.length > ARGUMENTS_LIMIT) return { problem: 'The arguments are too long.' };
  const args = JSON.parse(json) as Arguments;
  const ajv = new Ajv({ allErrors: true, coerceTypes: true, removeAdditional: 'all', strict: false });
  if (ajv.validate({ properties: {}, ...tool.arguments }, args)) return { args };
  return { problem: `The arguments are wrong: ${ajv.errorsText(ajv.errors, { dataVar: 'arguments' }).slice(0, 500)}.` };
}

/** What tells one effect of a tool from another. */
export const keyOf = ({ key }: ToolDeclaration, args: Arguments): Arguments =>
  key === undefined ? args : Object.fromEntries(key.map((name) => [name, args[name] ?? null]));

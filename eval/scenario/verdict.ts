import { isDeepStrictEqual } from 'node:util';
import type { Expectation } from './scenario.js';

/** What came of a turn, as far as it can be seen from outside. */
export interface Observed {
  outcome: 'answered' | 'handed_over' | 'silent';
  /** Why a person was asked. */
  reason: string | null;
  /** All that the customer was told. */
  answer: string;
  /** Of the answer, where it is long enough to tell. */
  language: string | null;
  /** The documents that the answer names. */
  sources: string[];
  tools: { name: string; args: Record<string, unknown> }[];
}

/** Everything in which a turn is not what was expected, in words; empty where it passes. */
export function missesOf(expected: Expectation, seen: Observed): string[] {
  const { outcome, reason, source, tool, language, says, never } = expected;
  return [
    ...(outcome !== undefined && outcome !== seen.outcome ? [`${seen.outcome}, not ${outcome}`] : []),
    ...(reason !== undefined && reason !== seen.reason ? [`the reason is ${seen.reason}, not ${reason}`] : []),
    ...(source === undefined ? [] : missedSource(source, seen.sources)),
    ...(tool === undefined ? [] : missedTool(tool, seen.tools)),
    ...says.filter((words) => !isIn(words, seen.answer)).map((words) => `the answer does not say ${words}`),
    ...never.filter((words) => isIn(words, seen.answer)).map((words) => `the answer says ${words}`),
    ...(language !== undefined && language !== seen.language
      ? [`the answer is in ${seen.language ?? 'a language that cannot be told'}, not ${language}`]
      : []),
  ];
}

const missedSource = (wanted: string, sources: string[]): string[] => {
  const isMet = wanted === 'none' ? sources.length === 0 : sources.some((source) => source.endsWith(wanted));
  return isMet ? [] : [`the answer names ${sources.join(', ') || 'no document'}, not ${wanted}`];
};

function missedTool({ name, args }: NonNullable<Expectation['tool']>, calls: Observed['tools']): string[] {
  const fits = (call: Observed['tools'][number]): boolean =>
    call.name === name && Object.entries(args).every(([key, value]) => isDeepStrictEqual(call.args[key], value));
  if (calls.some(fits)) return [];
  const called = calls.map((call) => `${call.name} ${JSON.stringify(call.args)}`).join(', ');
  return [`${called || 'no tool'} was called, not ${name} ${JSON.stringify(args)}`];
}

/** Words in small letters or capitals, or a pattern between slashes. */
function isIn(wanted: string, text: string): boolean {
  const pattern = /^\/(.+)\/$/s.exec(wanted)?.[1];
  return pattern === undefined
    ? text.toLowerCase().includes(wanted.toLowerCase())
    : new RegExp(pattern, 'iu').test(text);
}

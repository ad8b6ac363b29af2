import { isNear, languageOf } from '../../infra/language/language.js';
import type { FlawKind } from './flaw.js';

/** Four WhatsApp messages of 4,096 characters: whoever writes more has lost the thread. */
const LONGEST_ANSWER = 4 * 4_096;

/** Tags of pages and of models, their control words, and a call of a tool written out as program text. */
const MARKUP = [
  /<\/?(?:html|head|body|div|span|p|br|table|tr|td|ul|ol|li|a|b|i|strong|em|script|style|h[1-6]|note|passages?|result|think(?:ing)?|answer|response|tool_call|tool_code|function_call)\b[^<>]*>/i,
  /<\|[\w ]+\|>|<(?:start|end)_of_turn>/,
  /```(?:tool_code|tool_call|json|xml|html)\b/i,
  /\bdefault_api\.\w+\(/,
];

/** What is wrong with the words of an answer, but for their language. */
export function flawInText(text: string): FlawKind | null {
  if (text.length > LONGEST_ANSWER) return 'too_long';
  return MARKUP.some((markup) => markup.test(text)) || isJson(text) ? 'markup' : null;
}

/** What the customer wrote: what the answer is to, and what they wrote before. */
export interface CustomersWords {
  burst: readonly string[];
  earlier: readonly string[];
}

/**
 * Whether an answer is in another language than the question: only when both are long enough to be sure of, and the
 * customer did not write in the answer's language before.
 */
export async function isForeign(text: string, { burst, earlier }: CustomersWords): Promise<boolean> {
  const asked = await languageOf(ownWords(burst.join('\n')));
  const answered = asked === null ? null : await languageOf(text);
  if (asked === null || answered === null || isNear(asked, answered)) return false;
  const before = await Promise.all(earlier.map((words) => languageOf(ownWords(words))));
  return !before.includes(answered);
}

/** Lines in parentheses are ours, in English; they tell of what came without words. */
const ownWords = (text: string): string => text.replaceAll(/^\(.*\)$/gm, '');

const isJson = (text: string): boolean => {
  if (!/^[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

import type { AIMessage } from '@langchain/core/messages';
import { readCitations, sourcesOf } from '../../knowledge/find/citations.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';

/** Takes the model's last words as the answer, with what may be chosen and what they rest on; they have been checked. */
export async function reply({ exchange, choices, passages, lookedUp }: ThreadValues): Promise<ThreadUpdate> {
  const { text, numbers } = readCitations((exchange.at(-1) as AIMessage).text);
  const sources = sourcesOf(numbers, [...passages, ...lookedUp]);
  return { outcome: { kind: 'reply', text, sources, ...(choices.length > 0 ? { choices } : {}) } };
}

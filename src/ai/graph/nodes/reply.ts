import type { AIMessage } from '@langchain/core/messages';
import type { ThreadUpdate, ThreadValues } from '../state.js';

/** Takes the model's last words as the answer, with what may be chosen; they have been checked. */
export async function reply({ exchange, choices }: ThreadValues): Promise<ThreadUpdate> {
  const text = (exchange.at(-1) as AIMessage).text.trim();
  return { outcome: { kind: 'reply', text, ...(choices.length > 0 ? { choices } : {}) } };
}

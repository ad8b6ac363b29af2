import type { AIMessage } from '@langchain/core/messages';
import type { ThreadUpdate, ThreadValues } from '../state.js';

/** Takes the model's last words as the answer; they have been checked. */
export async function reply({ exchange }: ThreadValues): Promise<ThreadUpdate> {
  return { outcome: { kind: 'reply', text: (exchange.at(-1) as AIMessage).text.trim() } };
}

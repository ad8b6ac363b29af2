import { type BaseMessage, ToolMessage } from '@langchain/core/messages';
import type { Evidence } from '../answer/claims/unsourced.js';
import type { TranscriptEntry } from '../assistant.js';
import type { ThreadValues } from './state.js';
import { lookUpKnowledge } from './tools/look-up-knowledge.js';

/** Whose word an answer of this run may rest on. A summary backs nothing: a machine wrote it, customers' claims and all. */
export function evidenceIn(state: ThreadValues): Evidence {
  const { instructions, passages, lookedUp, profile, earlier, memory, burst, exchange } = state;
  const saidBy = (speaker: TranscriptEntry['speaker']): string[] =>
    [...earlier.kept, ...memory, ...burst].filter((entry) => entry.speaker === speaker).map(({ text }) => text);
  const documents = [...passages, ...lookedUp].map(({ headings, text }) => `${headings.join('\n')}\n${text}`);
  return {
    documents: [instructions, ...documents],
    tools: [...exchange.filter(isResult).map(({ text }) => text), ...saidBy('tool')],
    colleagues: saidBy('colleague'),
    assistant: saidBy('assistant'),
    customer: [...saidBy('customer'), ...profile],
  };
}

/** What was looked up is a document: it tells what is done, not what was done. */
const isResult = (message: BaseMessage): boolean =>
  ToolMessage.isInstance(message) && message.status !== 'error' && message.name !== lookUpKnowledge.name;

import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { TranscriptEntry } from '../../assistant.js';
import type { Knowledge } from '../../knowledge/knowledge.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';

/** Entries before the burst that tell what a short question is about: "and on Sundays?" */
const CONTEXT_ENTRIES = 3;

/** Finds what the business's own documents say about what the customer asks, and which tools it gives. */
export const retrieve =
  (knowledge: Knowledge) =>
  async ({ burst, memory }: ThreadValues, { signal }: LangGraphRunnableConfig): Promise<ThreadUpdate> => ({
    instructions: await knowledge.instructions(),
    passages: await knowledge.find(textOf(burst), textOf(spoken(memory).slice(-CONTEXT_ENTRIES)), signal),
    canLookUp: !(await knowledge.isEmpty()),
    businessTools: await knowledge.tools(),
  });

const spoken = (memory: TranscriptEntry[]): TranscriptEntry[] => memory.filter(({ speaker }) => speaker !== 'note');

const textOf = (entries: TranscriptEntry[]): string => entries.map(({ text }) => text).join('\n');

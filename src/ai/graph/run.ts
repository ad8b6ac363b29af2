import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Transcript } from '../assistant.js';
import type { Usage } from '../model/usage.js';

/** What one run is given beside its state, and is not kept. */
export interface Run {
  transcript: Transcript;
  usage: Usage;
}

/** The run a node belongs to. */
export const runOf = ({ configurable }: LangGraphRunnableConfig): Run => configurable as unknown as Run;

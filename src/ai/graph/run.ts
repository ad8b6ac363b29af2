import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { OpenThread } from '../assistant.js';
import type { Usage } from '../model/usage.js';

/** What one run is given beside its state, and is not kept. */
export interface Run {
  claim: OpenThread['claim'];
  transcript: OpenThread['transcript'];
  toolCalls: OpenThread['toolCalls'];
  shown: OpenThread['shown'];
  /** See {@link OpenThread.profile}. */
  profile: readonly string[];
  usage: Usage;
  /** Calls of the business's tools that have begun; who ends the run waits for them, because an effect may be on its way. */
  calls: Promise<unknown>[];
  /** Names of files that the provider keeps for this run, and forgets after it. */
  uploads: string[];
}

/** The run a node belongs to. */
export const runOf = ({ configurable }: LangGraphRunnableConfig): Run => configurable as unknown as Run;

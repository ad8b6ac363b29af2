import type { AIMessage } from '@langchain/core/messages';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { FLAWS } from '../../answer/flaw.js';
import type { Model } from '../../model/model.js';
import { buildPrompt } from '../prompt.js';
import { runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';
import { toolsFor } from '../tools/tools.js';

/** Asks the model, with the tools it may call. */
export const askModel =
  (model: Model) =>
  async (state: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> => {
    const prompt = buildPrompt(state, state.memory, state.burst, state.exchange);
    const { message, flaw } = await model.ask(prompt, toolsFor(state), runOf(config).usage, config.signal);
    return { exchange: [...state.exchange, message], choices: [], flaw: flaw === null ? null : FLAWS[flaw] };
  };

/** A message that calls tools is not an answer yet. */
export const needsTools = ({ exchange, flaw }: ThreadValues): 'tools' | 'check' =>
  flaw === null && (exchange.at(-1) as AIMessage | undefined)?.tool_calls?.length ? 'tools' : 'check';

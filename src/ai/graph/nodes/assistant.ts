import type { AIMessage } from '@langchain/core/messages';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { FLAWS } from '../../answer/flaw.js';
import { type Model, ModelFailed } from '../../model/model.js';
import { blinded, seesFiles } from '../../senses/file-parts.js';
import { buildPrompt } from '../prompt.js';
import { runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';
import { toolsFor } from '../tools/tools.js';

/** Asks the model, with the tools it may call. Where it refuses what it is shown, it is asked once more without files. */
export const askModel =
  (model: Model) =>
  async (state: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> => {
    const ask = async (sight: ThreadValues['sight']): Promise<ThreadUpdate> => {
      const prompt = buildPrompt({ ...state, sight }, state.memory, state.burst, state.exchange);
      const { message, flaw } = await model.ask(prompt, toolsFor(state), runOf(config).usage, config.signal);
      return { exchange: [...state.exchange, message], choices: [], flaw: flaw === null ? null : FLAWS[flaw], sight };
    };
    try {
      return await ask(state.sight);
    } catch (error) {
      const isRefused = error instanceof ModelFailed && error.fault.isRefused && seesFiles(state.sight);
      if (!isRefused) throw error;
      return ask(blinded(state.sight));
    }
  };

/** A message that calls tools is not an answer yet. */
export const needsTools = ({ exchange, flaw }: ThreadValues): 'tools' | 'check' =>
  flaw === null && (exchange.at(-1) as AIMessage | undefined)?.tool_calls?.length ? 'tools' : 'check';

import type { AIMessage } from '@langchain/core/messages';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Usage } from '../../assistant.js';
import type { Model } from '../../model.js';
import { buildPrompt } from '../prompt.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';
import { TOOLS } from '../tools/tools.js';

/** Asks the model, with the tools it may call. */
export const askModel =
  (model: Model, instructions: string) =>
  async (state: ThreadValues, { signal }: LangGraphRunnableConfig): Promise<ThreadUpdate> => {
    const prompt = buildPrompt(instructions, state.memory, state.burst, state.exchange);
    const { message, calls } = await model.ask(prompt, TOOLS, signal);
    return { exchange: [...state.exchange, message], usage: add(state.usage, message, calls) };
  };

/** A message that calls tools is not an answer yet. */
export const needsTools = ({ exchange }: ThreadValues): 'tools' | 'reply' =>
  (exchange.at(-1) as AIMessage | undefined)?.tool_calls?.length ? 'tools' : 'reply';

const add = (usage: Usage, { usage_metadata }: AIMessage, calls: number): Usage => ({
  ...usage,
  modelCalls: usage.modelCalls + calls,
  inputTokens: usage.inputTokens + (usage_metadata?.input_tokens ?? 0),
  outputTokens: usage.outputTokens + (usage_metadata?.output_tokens ?? 0),
});

import { type AIMessage, ToolMessage } from '@langchain/core/messages';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Faults } from '../../../infra/faults/faults.js';
import type { Usage } from '../../model/usage.js';
import { runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';
import { askForPerson, personRequestFrom } from '../tools/ask-for-person.js';

/** Runs what the model called. Asking for a person decides the run, whatever else was called beside it. */
export const runTools =
  (faults: Faults) =>
  async (state: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> => {
    const update = outcomeOfCalls(state, runOf(config).usage);
    await faults.reach('after-tool');
    return update;
  };

function outcomeOfCalls({ exchange }: ThreadValues, usage: Usage): ThreadUpdate {
  const calls = (exchange.at(-1) as AIMessage).tool_calls ?? [];
  const person = calls.find((call) => call.name === askForPerson.name);
  if (person !== undefined) return { outcome: { kind: 'person', request: personRequestFrom(person.args) } };
  usage.admitTools(calls);
  const answers = calls.map(
    ({ id, name }) =>
      new ToolMessage({ tool_call_id: id ?? name, name, status: 'error', content: `There is no tool named ${name}.` }),
  );
  return { exchange: [...exchange, ...answers] };
}

export const isDecided = ({ outcome }: ThreadValues): 'decided' | 'assistant' =>
  outcome == null ? 'assistant' : 'decided';

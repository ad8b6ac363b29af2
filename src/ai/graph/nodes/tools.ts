import { AIMessage, ToolMessage } from '@langchain/core/messages';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Faults } from '../../../infra/faults/faults.js';
import type { Usage } from '../../model/usage.js';
import { runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';
import { askForPerson, personRequestFrom } from '../tools/ask-for-person.js';
import { offerChoices, offerFrom } from '../tools/offer-choices.js';

/**
 * Runs what the model called. Asking for a person decides the run, whatever else was called beside it; an offer of
 * choices is the answer, and is checked as any other.
 */
export const runTools =
  (faults: Faults) =>
  async (state: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> => {
    const update = outcomeOfCalls(state, runOf(config).usage);
    await faults.reach('after-tool');
    return update;
  };

function outcomeOfCalls({ exchange }: ThreadValues, usage: Usage): ThreadUpdate {
  const message = exchange.at(-1) as AIMessage;
  const calls = message.tool_calls ?? [];
  const person = calls.find((call) => call.name === askForPerson.name);
  if (person !== undefined) return { outcome: { kind: 'person', request: personRequestFrom(person.args) } };
  usage.admitTools(calls);
  const offered = calls.find((call) => call.name === offerChoices.name);
  const offer = offered === undefined ? null : offerFrom(offered.args, message.text);
  if (offer !== null) {
    return { exchange: [...exchange.slice(0, -1), new AIMessage(offer.text)], choices: offer.choices };
  }
  const answers = calls.map(
    ({ id, name }) => new ToolMessage({ tool_call_id: id ?? name, name, status: 'error', content: failureOf(name) }),
  );
  return { exchange: [...exchange, ...answers] };
}

const failureOf = (name: string): string =>
  name === offerChoices.name ? 'The call has no text for the customer.' : `There is no tool named ${name}.`;

/** Whether a person was asked for, choices are offered, or the model goes on. */
export const isDecided = ({ outcome, exchange }: ThreadValues): 'decided' | 'check' | 'assistant' => {
  if (outcome != null) return 'decided';
  return AIMessage.isInstance(exchange.at(-1)) ? 'check' : 'assistant';
};

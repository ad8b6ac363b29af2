import { AIMessage } from '@langchain/core/messages';
import type { ToolCall } from '@langchain/core/messages/tool';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Faults } from '../../../infra/faults/faults.js';
import type { Outgoing } from '../../answer/outgoing.js';
import type { PersonRequest } from '../../assistant.js';
import type { BusinessTools } from '../../business-tools/business-tools.js';
import type { Knowledge } from '../../knowledge/knowledge.js';
import { evidenceIn } from '../evidence.js';
import { type Run, runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';
import { askForPerson, personRequestFrom } from '../tools/ask-for-person.js';
import { offerChoices, offerFrom } from '../tools/offer-choices.js';
import { ToolRun } from '../tools/tool-run.js';

interface Parts {
  knowledge: Knowledge;
  tools: BusinessTools;
  outgoing: Outgoing;
  faults: Faults;
}

/**
 * Runs what the model called. Asking for a person decides the run, whatever else was called beside it; an offer of
 * choices is the answer, and is checked as any other; what is looked up and what the business's tools answer goes back
 * to the model. An effect of which nobody knows whether it came is given to a person.
 */
export const runTools =
  ({ knowledge, tools, outgoing, faults }: Parts) =>
  async (state: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> => {
    const run = runOf(config);
    const update =
      decisionIn(state, run, outgoing) ??
      (await new ToolRun(state, run, { knowledge, tools }, config.signal).all(callsIn(state)));
    await faults.reach('after-tool');
    return update;
  };

const callsIn = ({ exchange }: ThreadValues): ToolCall[] => (exchange.at(-1) as AIMessage).tool_calls ?? [];

/** What the calls decide by themselves; null where the model waits for results. */
function decisionIn(state: ThreadValues, run: Run, outgoing: Outgoing): ThreadUpdate | null {
  const calls = callsIn(state);
  const person = calls.find((call) => call.name === askForPerson.name);
  if (person !== undefined)
    return { outcome: { kind: 'person', request: requestIn(person.args, state, run, outgoing) } };
  run.usage.admitTools(calls);
  const offered = calls.find((call) => call.name === offerChoices.name);
  const offer = offered === undefined ? null : offerFrom(offered.args, (state.exchange.at(-1) as AIMessage).text);
  if (offer === null) return null;
  return { exchange: [...state.exchange.slice(0, -1), new AIMessage(offer.text)], choices: offer.choices };
}

/**
 * A farewell that must not go out gives way to the business's standard words; of what only people of the business read,
 * foreign links cannot be opened.
 */
function requestIn(args: unknown, state: ThreadValues, { shown }: Run, outgoing: Outgoing): PersonRequest {
  const { farewell, summary, tried, nextStep, ...request } = personRequestFrom(args);
  const evidence = evidenceIn(state);
  const isGood = farewell !== null && outgoing.flawIn(shown(farewell), state.instructions, evidence) === null;
  return {
    ...request,
    summary: outgoing.forPeople(summary, evidence),
    tried: outgoing.forPeople(tried, evidence),
    nextStep: outgoing.forPeople(nextStep, evidence),
    farewell: isGood ? farewell : null,
  };
}

/** Whether a person was asked for, choices are offered, or the model goes on. */
export const isDecided = ({ outcome, exchange }: ThreadValues): 'decided' | 'check' | 'assistant' => {
  if (outcome != null) return 'decided';
  return AIMessage.isInstance(exchange.at(-1)) ? 'check' : 'assistant';
};

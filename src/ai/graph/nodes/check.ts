import { AIMessage, HumanMessage } from '@langchain/core/messages';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { requestBecause } from '../../assistant.js';
import { type Flaw, FLAWS } from '../../answer/flaw.js';
import type { Outgoing } from '../../answer/outgoing.js';
import { flawInText, isForeign } from '../../answer/text-flaw.js';
import { readCitations } from '../../knowledge/find/citations.js';
import { evidenceIn } from '../evidence.js';
import { note } from '../prompt.js';
import { type Run, runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';

/** How much of a flawed answer the model is shown again, in characters. */
const SHOWN_AGAIN = 500;

/** Lets an answer pass, tells the model once what is wrong with it, or asks for a person. */
export const check =
  (outgoing: Outgoing) =>
  async (state: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> => {
    const answer = state.exchange.at(-1) as AIMessage;
    const flaw =
      state.flaw ??
      (await flawOfWords(answer.text.trim(), state)) ??
      outgoing.flawIn(shownWords(answer, state, runOf(config)), state.instructions, evidenceIn(state));
    if (flaw === null) return { outcome: null };
    if (flaw.correction === null || state.corrected)
      return { outcome: { kind: 'person', request: requestBecause(flaw.reason, flaw.told) } };
    const exchange = [...state.exchange.slice(0, -1), shownAgain(answer), correction(flaw.correction)];
    return { exchange, corrected: true };
  };

/** Whether the answer may go out, the model is to try again, or a person was asked for. */
export const isGood = ({ outcome, exchange }: ThreadValues): 'reply' | 'assistant' | 'decided' => {
  if (outcome != null) return 'decided';
  return AIMessage.isInstance(exchange.at(-1)) ? 'reply' : 'assistant';
};

async function flawOfWords(text: string, { burst, memory }: ThreadValues): Promise<Flaw | null> {
  const flaw = flawInText(text);
  if (flaw !== null) return FLAWS[flaw];
  const byCustomer = memory.filter(({ speaker }) => speaker === 'customer');
  const words = { burst: burst.map((entry) => entry.text), earlier: byCustomer.map((entry) => entry.text) };
  if (await isForeign(text, words)) return FLAWS.foreign;
  return readCitations(text).text === '' ? FLAWS.blank : null;
}

/** All that the customer would read. */
const shownWords = ({ text }: AIMessage, { choices }: ThreadValues, { shown }: Run): string =>
  [readCitations(text).text, ...choices].map(shown).join('\n');

/** Never without words, and without its calls: the provider wants an answer to each of those. */
const shownAgain = ({ text }: AIMessage): AIMessage =>
  new AIMessage(text.trim().slice(0, SHOWN_AGAIN).toWellFormed() || '(nothing)');

const correction = (words: string): HumanMessage =>
  new HumanMessage(note(`Your last message was not sent. ${words} Otherwise call ask_for_person.`));

import { eventsOf } from '../history/events.js';
import { marksIn } from '../history/words.js';
import { type Run, type Violation, violations } from './run.js';

/** Nothing of one customer stands in another's messages, in a prompt about another, or in another's rows (P9). */
export function checkCanaries({ history, dump }: Run): Violation[] {
  const customers = new Map(dump.conversations.map(({ id, customer }) => [id, customer]));
  const sent = eventsOf(history, 'arrived').filter(({ customer, words }) => isForeign(words, customer));
  const rows = dump.messages.filter(({ words, conversation }) => isForeign(words, customers.get(conversation)));
  const prompts = eventsOf(history, 'model-began').filter(({ prompt }) => customersIn(prompt).size > 1);
  return [
    ...violations(
      'canary',
      sent.map(({ label, customer }) => `${label} told ${customer} what another customer wrote`),
    ),
    ...violations(
      'canary',
      rows.map(({ id }) => `message ${id} stands in another customer's conversation`),
    ),
    ...violations(
      'canary',
      prompts.map(
        ({ call, prompt }) => `question ${call} to the model mixes ${[...customersIn(prompt)].join(' and ')}`,
      ),
    ),
  ];
}

const customersIn = (text: string | null): Set<string> => new Set(marksIn(text).map(({ customer }) => customer));

const isForeign = (words: string | null, customer: string | undefined): boolean =>
  [...customersIn(words)].some((other) => other !== customer);

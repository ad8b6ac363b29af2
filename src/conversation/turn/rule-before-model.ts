import { asksForPerson } from './asks-for-person.js';
import { isContentHidden } from './content-hidden.js';
import type { Decision } from './turn-commit.js';
import type { BurstMessage } from './turn.repository.js';

/** Characters of the customer's words on the card. */
const QUOTE_LIMIT = 300;

/**
 * What is decided without asking the model, because the model must have no say in it: words that only the phone app
 * shows, and a customer who asks for a person (WhatsApp demands a way to one). Null: the model decides.
 */
export function ruleBeforeModel(burst: readonly BurstMessage[]): Decision | null {
  if (burst.some(({ errors }) => isContentHidden(errors))) return toPerson('content_hidden', HIDDEN);
  const request = burst.find(({ text }) => text !== null && asksForPerson(text))?.text;
  if (request == null) return null;
  return toPerson(
    'customer_asked',
    `The customer asks for a person: "${request.slice(0, QUOTE_LIMIT).toWellFormed()}"`,
  );
}

const HIDDEN =
  'WhatsApp shows what the customer wrote only in the WhatsApp Business app on the phone. Look there and answer here.';

const toPerson = (reason: 'content_hidden' | 'customer_asked', summary: string): Decision => ({
  kind: 'person',
  request: { reason, summary, farewell: null },
});

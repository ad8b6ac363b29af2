import type { Settings } from '../../infra/config/settings.js';
import { asksForPerson } from '../phrases/asks-for-person.js';
import { isContentHidden } from './content-hidden.js';
import { confirmationFor, type Confirmations } from './opt-out-confirmation.js';
import type { Decision } from './turn-commit.js';
import type { BurstMessage } from './turn.repository.js';

/** Characters of the customer's words on the card. */
const QUOTE_LIMIT = 300;

/** Kinds whose content nobody here knows; the model could only guess at it. */
const UNREADABLE: ReadonlySet<string | null> = new Set(['unsupported', 'unknown']);

/** What customers are told in fixed words. */
export type FixedWords = Confirmations & Pick<Settings, 'UNREADABLE_MESSAGE'>;

/**
 * What is decided without asking the model, because the model must have no say in it: words that only the phone app
 * shows, a customer who asks for a person (WhatsApp demands a way to one), one who sent nothing that can be read, and
 * one who says nothing but that they want no more messages. Null: the model decides.
 */
export function ruleBeforeModel(burst: readonly BurstMessage[], words: FixedWords): Decision | null {
  if (burst.some(({ errors }) => isContentHidden(errors))) return toPerson('content_hidden', HIDDEN);
  const request = burst.find(({ text }) => text !== null && asksForPerson(text))?.text;
  if (request != null) {
    const quote = request.slice(0, QUOTE_LIMIT).toWellFormed();
    return toPerson('customer_asked', `The customer asks for a person: "${quote}"`);
  }
  if (burst.every(({ kind }) => UNREADABLE.has(kind))) return { kind: 'reply', text: words.UNREADABLE_MESSAGE };
  if (!burst.every(({ optOut }) => optOut !== null)) return null;
  const text = confirmationFor(burst, words);
  return text === null ? { kind: 'silent' } : { kind: 'reply', text };
}

const HIDDEN =
  'WhatsApp shows what the customer wrote only in the WhatsApp Business app on the phone. Look there and answer here.';

const toPerson = (reason: 'content_hidden' | 'customer_asked', summary: string): Decision => ({
  kind: 'person',
  request: { reason, summary, farewell: null },
});

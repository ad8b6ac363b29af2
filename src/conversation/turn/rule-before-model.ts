import { requestBecause } from '../../ai/assistant.js';
import type { Settings } from '../../infra/config/settings.js';
import { asksForPerson } from '../phrases/asks-for-person.js';
import { isContentHidden } from './content-hidden.js';
import { confirmationFor, type Confirmations } from './opt-out-confirmation.js';
import type { Decision } from './turn-commit.js';
import type { BurstMessage } from './turn.js';

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
  if (burst.some(({ text }) => text !== null && asksForPerson(text))) return toPerson('customer_asked', ASKED);
  if (burst.every(({ kind }) => UNREADABLE.has(kind))) return { kind: 'reply', text: words.UNREADABLE_MESSAGE };
  if (!burst.every(({ optOut }) => optOut !== null)) return null;
  const text = confirmationFor(burst, words);
  return text === null ? { kind: 'silent' } : { kind: 'reply', text };
}

const HIDDEN = 'WhatsApp shows what the customer wrote only in the WhatsApp Business app on the phone.';
const ASKED = 'The customer asks for a person.';

const toPerson = (reason: 'content_hidden' | 'customer_asked', cause: string): Decision => ({
  kind: 'person',
  request: requestBecause(reason, cause),
});

import type { PersonReason } from '../assistant.js';

export type FlawKind =
  'blank' | 'thought_only' | 'cut' | 'recited' | 'malformed_call' | 'blocked' | 'too_long' | 'markup' | 'foreign';

/** Why an answer must not go out. */
export interface Flaw {
  /** Why a person is asked for when it stays. */
  reason: PersonReason;
  /** The person reads this. */
  told: string;
  /** What the model is told for its one further try; null where another try brings nothing else. */
  correction: string | null;
}

const flaw = (told: string, correction: string | null): Flaw => ({ reason: 'answer_refused', told, correction });

/** Every flaw there is, and what is done about it. */
export const FLAWS: Readonly<Record<FlawKind, Flaw>> = {
  blank: flaw('The model answered nothing.', 'Your answer was empty. Answer in plain words.'),
  thought_only: flaw('The model thought and answered nothing.', 'You thought and said nothing. Answer in plain words.'),
  cut: flaw("The model's answer was cut off.", 'Your answer was cut off. Answer in at most five sentences.'),
  recited: flaw('The model recited a text of others.', 'Your answer repeats a text of others. Use your own words.'),
  malformed_call: flaw('The model called a tool in a form that nobody understands.', 'Your tool call was malformed.'),
  blocked: flaw('The provider of the model blocked the question or the answer.', null),
  too_long: flaw("The model's answer was far too long.", 'Your answer was too long. Answer in at most five sentences.'),
  markup: flaw('The model answered in markup or code.', 'You answered in markup or code. Answer in plain words.'),
  foreign: flaw(
    "The model did not answer in the customer's language.",
    "Your answer was not in the customer's language. Answer in the language of the customer's last messages.",
  ),
};

/** Characters of a claim that the person is shown. */
const CLAIM_LIMIT = 300;

/**
 * An answer that claims what nobody can vouch for. It goes to a person at once: a model that made one thing up is not
 * asked for another.
 */
export const claimed = (claims: readonly string[]): Flaw => ({
  reason: 'no_source',
  told: `The assistant was about to say, without a source: "${claims.join(' ').slice(0, CLAIM_LIMIT).toWellFormed()}"`,
  correction: null,
});

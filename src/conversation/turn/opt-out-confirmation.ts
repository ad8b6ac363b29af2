import type { Settings } from '../../infra/config/settings.js';
import type { Decision } from './turn-commit.js';
import type { BurstMessage } from './turn.js';

export type Confirmations = Pick<Settings, 'OPT_OUT_MESSAGE' | 'OPT_IN_MESSAGE'>;

/** What a customer is told, once, who stopped or resumed messages in this burst; null when nobody did. */
export function confirmationFor(burst: readonly BurstMessage[], confirmations: Confirmations): string | null {
  const mark = burst.findLast(({ optOut }) => optOut === 'stop' || optOut === 'start')?.optOut;
  if (mark === undefined) return null;
  return mark === 'stop' ? confirmations.OPT_OUT_MESSAGE : confirmations.OPT_IN_MESSAGE;
}

/** Adds the confirmation to the assistant's answer to whatever else the burst said; a person is told by the flag. */
export function withConfirmation(decision: Decision, confirmation: string | null): Decision {
  if (confirmation === null || decision.kind === 'person') return decision;
  const text = decision.kind === 'reply' ? `${decision.text}\n\n${confirmation}` : confirmation;
  return { ...decision, kind: 'reply', text };
}

/** Who may speak for the business (design, section 7). */
export type Owner = 'ai' | 'waiting' | 'human' | 'external';

export const OWNERS: readonly Owner[] = ['ai', 'waiting', 'human', 'external'];

/** Why a person is needed: a closed list, so that it can be counted and filtered. */
export type HandoffReason =
  | 'customer_asked'
  | 'cannot_answer'
  | 'complaint'
  | 'other'
  | 'content_hidden'
  | 'model_failed'
  | 'answer_refused'
  | 'turn_crashed'
  | 'send_failed';

/** What the person who takes over reads first. */
export interface HandoffCard {
  reason: HandoffReason;
  /** At most five lines. */
  summary: string;
  tried?: string;
  next_step?: string;
}

/** The facts that decide who may take a conversation. */
export interface Holding {
  owner: Owner;
  operatorId: string | null;
}

export type TakeoverRuling = 'take' | 'already-yours' | 'held-by-another';

/** Whether `operatorId` may take over; `force` takes it from a colleague. */
export function ruleTakeover(
  { owner, operatorId: holder }: Holding,
  operatorId: string,
  force: boolean,
): TakeoverRuling {
  if (owner !== 'human') return 'take';
  if (holder === operatorId) return 'already-yours';
  return force ? 'take' : 'held-by-another';
}

/** Whether `operatorId` may speak: in any conversation that no colleague holds. */
export const mayOperatorSpeak = ({ owner, operatorId: holder }: Holding, operatorId: string): boolean =>
  owner !== 'human' || holder === operatorId;

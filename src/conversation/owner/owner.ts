/** Who may speak for the business (design, section 7). */
export type Owner = 'ai' | 'waiting' | 'human' | 'external';

export const OWNERS: readonly Owner[] = ['ai', 'waiting', 'human', 'external'];

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

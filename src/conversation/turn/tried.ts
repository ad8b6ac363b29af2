import type { Usage } from '../../ai/model/usage.js';
import type { HandoffNeed } from '../owner/handoff-card.js';

/** What a card tells of a turn. */
export interface Tried {
  usage: Pick<Usage, 'tools' | 'modelCalls'>;
  /** Why recordings have no words. */
  unheard: readonly string[];
}

/** What a turn tried before it asked for a person: what the model says of it, the tools it called, and what failed. */
export function triedBy({ usage: { tools, modelCalls }, unheard }: Tried, need: HandoffNeed): string | null {
  const called = [...new Set(tools)].map((name) => `${name} ${times(tools.filter((tool) => tool === name).length)}`);
  const parts = [
    need.tried,
    called.length === 0 ? null : `Tools called: ${called.join(', ')}.`,
    ...new Set(unheard.map((reason) => `A recording was not written down: ${reason}.`)),
    need.cause === null || modelCalls === 0 ? null : `The model was asked ${times(modelCalls)}.`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('\n');
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

import type { Usage } from '../../ai/model/usage.js';
import type { HandoffNeed } from '../owner/handoff-card.js';

/** What a turn tried before it asked for a person: what the model says of it, the tools it called, and how often it failed. */
export function triedBy({ tools, modelCalls }: Pick<Usage, 'tools' | 'modelCalls'>, need: HandoffNeed): string | null {
  const called = [...new Set(tools)].map((name) => `${name} ${times(tools.filter((tool) => tool === name).length)}`);
  const parts = [
    need.tried,
    called.length === 0 ? null : `Tools called: ${called.join(', ')}.`,
    need.cause === null || modelCalls === 0 ? null : `The model was asked ${times(modelCalls)}.`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('\n');
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

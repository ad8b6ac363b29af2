import type { Settings } from '../infra/config/settings.js';
import { UnavailableError } from '../infra/errors.js';
import type { TurnSums } from '../infra/statistics.js';
import type { SystemFigures } from './system-figures.js';

/** The answer of `/stats`. @throws UnavailableError where the database told nothing. */
export function statsView(system: SystemFigures, settings: Settings): object {
  const { figures, sending, standing, queues, oldestWakeUpS } = system;
  if (figures === null || sending === null) throw new UnavailableError('The database is away');
  return {
    buffer: { active_buffers: figures.activeBuffers },
    conversations: figures.conversations,
    deduplication: { cache_type: figures.dedupCache },
    media: { waiting: figures.media.waiting, failed_24h: figures.media.failedLately },
    delivery: { sent_twice_24h: figures.sentTwiceLately },
    environment: settings.ENVIRONMENT,
    sending,
    queues,
    backlog: { oldest_unanswered_s: standing?.oldestUnansweredS ?? null, oldest_wake_up_s: oldestWakeUpS },
    model: { away_since: standing?.modelAwaySince ?? null, waiting: standing?.waitingForModel ?? null },
    assistant: {
      today: turnsView(figures.turns.today),
      this_month: turnsView(figures.turns.thisMonth),
      month_budget_usd: settings.MONTHLY_BUDGET_USD,
    },
  };
}

/** Money in dollars, times as averages of a turn. */
const turnsView = ({ cost_micro_usd: microUsd, model_ms: modelMs, turn_ms: turnMs, ...counts }: TurnSums): object => ({
  ...counts,
  cost_usd: microUsd / 1_000_000,
  average_model_ms: Math.round(modelMs / Math.max(1, counts.turns)),
  average_turn_ms: Math.round(turnMs / Math.max(1, counts.turns)),
});

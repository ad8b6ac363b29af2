import { describe, expect, it } from 'vitest';
import { TURN_SUMS, type TurnSums } from '../../infra/statistics.js';
import type { SystemFigures } from '../system-figures.js';
import { systemMetrics } from './system-metrics.js';

const sums = Object.fromEntries(TURN_SUMS.map((name, at) => [name, at + 1])) as TurnSums;
const KNOWN: SystemFigures = {
  figures: {
    activeBuffers: 3,
    conversations: { waiting: 2, human: 1, external: 0 },
    dedupCache: 'redis',
    media: { waiting: 4, failedLately: 5 },
    sentTwiceLately: 6,
    turns: { today: sums, thisMonth: { ...sums, cost_micro_usd: 1_500_000, turn_ms: 2_500, model_ms: 2_000 } },
  },
  sending: { state: 'paused', reason: 'the token of +1 555 has expired', waiting: 7 },
  standing: { modelAwaySince: new Date(), waitingForModel: 8, oldestUnansweredS: 9 },
  queues: { default: { waiting: 10 }, state: { waiting: 11 } },
  oldestWakeUpS: 12,
};
const UNKNOWN: SystemFigures = { figures: null, sending: null, standing: null, queues: null, oldestWakeUpS: null };

const lines = async (system: SystemFigures): Promise<string[]> =>
  (await systemMetrics(system)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('systemMetrics', () => {
  it('tells every figure once', async () => {
    expect(await lines(KNOWN)).toEqual([
      'whatsapp_backend_up{part="database"} 1',
      'whatsapp_backend_up{part="queue"} 1',
      'whatsapp_backend_oldest_unanswered_seconds 9',
      'whatsapp_backend_model_away 1',
      'whatsapp_backend_model_waiting 8',
      'whatsapp_backend_oldest_wake_up_seconds 12',
      'whatsapp_backend_jobs{queue="default",state="waiting"} 10',
      'whatsapp_backend_jobs{queue="state",state="waiting"} 11',
      'whatsapp_backend_sending{state="running"} 0',
      'whatsapp_backend_sending{state="paused"} 1',
      'whatsapp_backend_sending{state="backing_off"} 0',
      'whatsapp_backend_messages_queued 7',
      'whatsapp_backend_bursts_waiting 3',
      'whatsapp_backend_conversations{owner="waiting"} 2',
      'whatsapp_backend_conversations{owner="human"} 1',
      'whatsapp_backend_conversations{owner="external"} 0',
      'whatsapp_backend_media_waiting 4',
      'whatsapp_backend_media_failed_24h 5',
      'whatsapp_backend_sent_twice_24h 6',
      'whatsapp_backend_turns_total{outcome="answered"} 2',
      'whatsapp_backend_turns_total{outcome="silent"} 3',
      'whatsapp_backend_turns_total{outcome="handed_over"} 4',
      'whatsapp_backend_turns_total{outcome="superseded"} 5',
      'whatsapp_backend_turns_total{outcome="cancelled"} 6',
      'whatsapp_backend_turns_total{outcome="failed"} 7',
      'whatsapp_backend_tokens_total{kind="input"} 10',
      'whatsapp_backend_tokens_total{kind="cached"} 11',
      'whatsapp_backend_tokens_total{kind="output"} 12',
      'whatsapp_backend_tokens_total{kind="thought"} 13',
      'whatsapp_backend_cost_usd_total 1.5',
      'whatsapp_backend_model_calls_total 8',
      'whatsapp_backend_tool_calls_total 9',
      'whatsapp_backend_turn_seconds_total 2.5',
      'whatsapp_backend_model_seconds_total 2',
    ]);
  });

  it('says that a part is away, and tells nothing of it that may be wrong', async () => {
    expect(await lines(UNKNOWN)).toEqual([
      'whatsapp_backend_up{part="database"} 0',
      'whatsapp_backend_up{part="queue"} 0',
    ]);
  });

  it('has no words of the platform or of customers in it', async () => {
    expect(await systemMetrics(KNOWN)).not.toContain('555');
  });
});

/** What decides whether the work goes on. */
export interface Standing {
  /** Null while the model answers. */
  modelAwaySince: Date | null;
  /** Bursts that wait for it. */
  waitingForModel: number;
  /** How long the oldest burst has waited for the assistant's answer; 0 where none does. */
  oldestUnansweredS: number;
}

/** What turns did and used in a time, in the words of `/stats`: tokens, money in millionths of a dollar, milliseconds. */
export const TURN_SUMS = [
  'turns',
  'answered',
  'silent',
  'handed_over',
  'superseded',
  'cancelled',
  'failed',
  'model_calls',
  'tool_calls',
  'input_tokens',
  'cached_tokens',
  'output_tokens',
  'thought_tokens',
  'cost_micro_usd',
  'model_ms',
  'turn_ms',
] as const;

export type TurnSums = Record<(typeof TURN_SUMS)[number], number>;

/** What a process tells of the work of all. */
export interface Figures {
  /** Bursts that wait for the assistant's answer. */
  activeBuffers: number;
  /** Conversations that are not the assistant's, by who has them. */
  conversations: { waiting: number; human: number; external: number };
  /** Where repeats are found first. */
  dedupCache: 'redis' | 'postgres';
  /** Files that have not come, and those that were given up in the last 24 hours. */
  media: { waiting: number; failedLately: number };
  /** Messages that customers got twice, in the last 24 hours. */
  sentTwiceLately: number;
  /** In UTC. */
  turns: { today: TurnSums; thisMonth: TurnSums };
}

/** Whether messages go out. */
export interface SendingFigures {
  /** `paused`: somebody has to see to the account or its token. `backing_off`: the platform asked the number to wait. */
  state: 'running' | 'paused' | 'backing_off';
  /** Why they do not. */
  reason: string | null;
  /** Messages queued. */
  waiting: number;
}

/** Figures that a feature shows at `/health`, `/stats` and `/metrics`; declared down here so that health need not know the feature. */
export abstract class Statistics {
  abstract read(): Promise<Figures>;

  abstract sending(): Promise<SendingFigures>;

  /** Cheap enough to be asked every second. */
  abstract standing(): Promise<Standing>;
}

/** What decides whether the work goes on. */
export interface Standing {
  /** Null while the model answers. */
  modelAwaySince: Date | null;
  /** Bursts that wait for it. */
  waitingForModel: number;
  /** How long the oldest burst has waited for the assistant's answer; 0 where none does. */
  oldestUnansweredS: number;
}

/** What a process tells of its work. */
export interface Figures {
  /** Bursts that wait for the assistant's answer. */
  activeBuffers: number;
  /** Where repeats are found first. */
  dedupCache: 'redis' | 'postgres';
  /** Files that have not come, and those that were given up in the last 24 hours. */
  media: { waiting: number; failedLately: number };
  /** Messages that customers got twice, in the last 24 hours. */
  sentTwiceLately: number;
  /** What the assistant did and used, in the words of the answer. */
  assistant: object;
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

/** Figures that a feature shows at `/health` and `/stats`; declared down here so that health need not know the feature. */
export abstract class Statistics {
  abstract read(): Promise<Figures>;

  abstract sending(): Promise<SendingFigures>;

  /** Cheap enough to be asked every second. */
  abstract standing(): Promise<Standing>;
}

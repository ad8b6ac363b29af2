import type { JobCatalog } from '../infra/queue/job-catalog.js';

/**
 * Every asynchronous step of the system. Jobs are wake-ups: they carry ids, read fresh rows, and are harmless when
 * they run twice. After the last try the sweep finds what is still undone.
 */
export const conversationJobs = {
  /** The owner changed; memory learns it. Safe twice: state is set, not toggled. */
  'update-langgraph-state': { queue: 'state', priority: 8, attempts: 8 },
  /** An operator spoke; memory learns the words. Safe twice: memory is brought up to the transcript. */
  'sync-operator-message-to-graph': { queue: 'state', priority: 7, attempts: 8 },
  /**
   * Begin to fetch a customer's file. Before a turn, which may wait for it, and over in an instant: the fetch runs beside
   * the jobs. Safe twice: the file is claimed.
   */
  'fetch-media': { queue: 'default', priority: 6, attempts: 5 },
  /** Answer a burst. Safe twice: the turn's claim, and the check when it commits. */
  'process-message': { queue: 'default', priority: 5, attempts: 5 },
  /** Is the burst complete? Safe twice: reads the state and adds a deduplicated job. */
  'check-buffer': { queue: 'default', priority: 3, attempts: 5 },
  /** Apply delivery events. Safe twice: a status only moves up. */
  'update-message-status': { queue: 'default', priority: 1, attempts: 5 },
} as const satisfies JobCatalog;

export interface ConversationJob {
  conversationId: string;
}

export interface MediaJob {
  mediaId: string;
}

/** What each job carries. */
export interface DefaultQueueJobs {
  'fetch-media': MediaJob;
  'process-message': ConversationJob;
  'check-buffer': ConversationJob;
  'update-message-status': object;
}
export interface StateQueueJobs {
  'update-langgraph-state': ConversationJob;
  'sync-operator-message-to-graph': ConversationJob;
}

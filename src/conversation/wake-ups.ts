import { Injectable } from '@nestjs/common';
import { Settings } from '../infra/config/settings.js';
import { JobQueue, type NewJob } from '../infra/queue/job-queue.js';
import { type BufferTimes, type BurstAge, burstDueInMs, WAKE_AHEAD_MS } from './buffer/burst-clock.js';
import { conversationJobs } from './conversation.jobs.js';

export interface WaitingBurst extends BurstAge {
  conversationId: string;
}

/** Adds the jobs by name. Adding never throws; what could not be added is woken by the sweep. */
@Injectable()
export class WakeUps {
  private readonly times: BufferTimes;

  constructor(
    private readonly queue: JobQueue,
    settings: Settings,
  ) {
    this.times = { quietMs: settings.BUFFER_QUIET_MS, maxMs: settings.BUFFER_MAX_MS };
  }

  /** Looks at each burst just before it is complete; a later call for the same conversation moves the time. */
  async burstWaits(bursts: WaitingBurst[]): Promise<void> {
    const inMs = (age: BurstAge): number => Math.max(0, burstDueInMs(age, this.times) - WAKE_AHEAD_MS);
    await this.queue.add(bursts.map((burst) => job('check-buffer', burst.conversationId, inMs(burst))));
  }

  async processMessage(conversationId: string): Promise<void> {
    await this.queue.add([job('process-message', conversationId)]);
  }

  async ownerChanged(conversationId: string): Promise<void> {
    await this.queue.add([job('update-langgraph-state', conversationId)]);
  }

  async operatorSpoke(conversationId: string): Promise<void> {
    await this.queue.add([job('sync-operator-message-to-graph', conversationId)]);
  }

  /** One job serves all events that have come by the time it runs. */
  async updateMessageStatus(): Promise<void> {
    const name = 'update-message-status';
    await this.queue.add([{ name, spec: conversationJobs[name], payload: {}, id: 'all' }]);
  }
}

const job = (name: keyof typeof conversationJobs, conversationId: string, delayMs = 0): NewJob => ({
  name,
  spec: conversationJobs[name],
  payload: { conversationId },
  id: conversationId,
  delayMs,
});

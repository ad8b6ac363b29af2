import { Injectable } from '@nestjs/common';
import { Settings } from '../infra/config/settings.js';
import { JobQueue, type NewJob } from '../infra/queue/job-queue.js';
import { bufferTimesOf, type BufferTimes, type BurstAge, burstDueInMs, WAKE_AHEAD_MS } from './buffer/burst-clock.js';
import { conversationJobs } from './conversation.jobs.js';

export interface WaitingBurst extends BurstAge {
  conversationId: string;
}

/** Ticks are shown this much later, and cost a tenth. */
const STATUS_PAUSE_MS = 200;

/** Adds the jobs by name. Adding never throws; what could not be added is woken by the sweep. */
@Injectable()
export class WakeUps {
  private readonly times: BufferTimes;
  private statusTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: JobQueue,
    settings: Settings,
  ) {
    this.times = bufferTimesOf(settings);
  }

  /** Looks at each burst just before it is complete, unless the customer goes on writing; then the look finds out. */
  async burstWaits(bursts: WaitingBurst[]): Promise<void> {
    const inMs = (age: BurstAge): number => Math.max(0, burstDueInMs(age, this.times) - WAKE_AHEAD_MS);
    await this.queue.add(bursts.map((burst) => job('check-buffer', burst.conversationId, inMs(burst))));
  }

  async processMessage(conversationId: string): Promise<void> {
    await this.queue.add([job('process-message', conversationId)]);
  }

  /** In this order, one every `pauseMs`. */
  async processMessages(conversationIds: string[], pauseMs: number): Promise<void> {
    await this.queue.add(conversationIds.map((id, at) => job('process-message', id, at * pauseMs)));
  }

  async ownerChanged(conversationId: string): Promise<void> {
    await this.queue.add([job('update-langgraph-state', conversationId)]);
  }

  async operatorSpoke(conversationId: string): Promise<void> {
    await this.queue.add([job('sync-operator-message-to-graph', conversationId)]);
  }

  async fetchMedia(mediaIds: string[]): Promise<void> {
    const name = 'fetch-media';
    const spec = conversationJobs[name];
    await this.queue.add(mediaIds.map((mediaId) => ({ name, spec, payload: { mediaId }, id: mediaId })));
  }

  /** One job serves all reports of a fifth of a second; what a stop in between leaves out is found by the sweep. */
  updateMessageStatus(): void {
    this.statusTimer ??= setTimeout(() => {
      this.statusTimer = undefined;
      const name = 'update-message-status';
      void this.queue.add([{ name, spec: conversationJobs[name], payload: {}, id: 'all' }]);
    }, STATUS_PAUSE_MS).unref();
  }
}

const job = (name: keyof typeof conversationJobs, conversationId: string, delayMs = 0): NewJob => ({
  name,
  spec: conversationJobs[name],
  payload: { conversationId },
  id: conversationId,
  delayMs,
});

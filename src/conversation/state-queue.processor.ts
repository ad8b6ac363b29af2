import { Processor } from '@nestjs/bullmq';
import { type JobHandlers, JobProcessor, WORKER_OPTIONS } from '../infra/queue/job-processor.js';
import type { StateQueueJobs } from './conversation.jobs.js';
import { MemoryService } from './memory/memory.service.js';
import { SummaryService } from './memory/summary.service.js';

@Processor('state', WORKER_OPTIONS)
export class StateQueueProcessor extends JobProcessor<StateQueueJobs> {
  protected readonly handlers: JobHandlers<StateQueueJobs> = {
    'update-langgraph-state': ({ conversationId }) => this.bringUp(conversationId),
    'sync-operator-message-to-graph': ({ conversationId }) => this.bringUp(conversationId),
  };

  constructor(
    private readonly memory: MemoryService,
    private readonly summaries: SummaryService,
  ) {
    super();
  }

  private async bringUp(conversationId: string): Promise<void> {
    if (await this.memory.bringUp(conversationId)) this.summaries.start(conversationId);
  }
}

import { Processor } from '@nestjs/bullmq';
import { type JobHandlers, JobProcessor, WORKER_OPTIONS } from '../infra/queue/job-processor.js';
import type { StateQueueJobs } from './conversation.jobs.js';
import { MemoryService } from './memory/memory.service.js';

@Processor('state', WORKER_OPTIONS)
export class StateQueueProcessor extends JobProcessor<StateQueueJobs> {
  protected readonly handlers: JobHandlers<StateQueueJobs> = {
    'update-langgraph-state': ({ conversationId }) => this.memory.bringUp(conversationId),
    'sync-operator-message-to-graph': ({ conversationId }) => this.memory.bringUp(conversationId),
  };

  constructor(private readonly memory: MemoryService) {
    super();
  }
}

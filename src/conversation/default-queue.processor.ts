import { Processor } from '@nestjs/bullmq';
import { type JobHandlers, JobProcessor, WORKER_OPTIONS } from '../infra/queue/job-processor.js';
import { BufferService } from './buffer/buffer.service.js';
import type { DefaultQueueJobs } from './conversation.jobs.js';
import { MediaFetchService } from './media/media-fetch.service.js';
import { StatusService } from './status/status.service.js';
import { TurnService } from './turn/turn.service.js';

@Processor('default', WORKER_OPTIONS)
export class DefaultQueueProcessor extends JobProcessor<DefaultQueueJobs> {
  protected readonly handlers: JobHandlers<DefaultQueueJobs> = {
    'fetch-media': async ({ mediaId }) => this.media.start(mediaId),
    'process-message': async ({ conversationId }) => {
      if (await this.buffers.isComplete(conversationId)) await this.turns.answer(conversationId);
    },
    'check-buffer': ({ conversationId }) => this.buffers.check(conversationId),
    'update-message-status': () => this.statuses.applyReports(),
  };

  constructor(
    private readonly turns: TurnService,
    private readonly buffers: BufferService,
    private readonly statuses: StatusService,
    private readonly media: MediaFetchService,
  ) {
    super();
  }
}

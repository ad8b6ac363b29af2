import { Injectable } from '@nestjs/common';
import { type Figures, Statistics } from '../infra/statistics.js';
import { BufferRepository } from './buffer/buffer.repository.js';
import { DedupCache } from './intake/dedup-cache.js';
import { MediaRepository } from './media/media.repository.js';

@Injectable()
export class ConversationStatistics extends Statistics {
  constructor(
    private readonly buffers: BufferRepository,
    private readonly dedup: DedupCache,
    private readonly media: MediaRepository,
  ) {
    super();
  }

  override async read(): Promise<Figures> {
    const [activeBuffers, media] = await Promise.all([this.buffers.countWaiting(), this.media.count()]);
    return { activeBuffers, media, dedupCache: this.dedup.type };
  }
}

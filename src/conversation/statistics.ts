import { Injectable } from '@nestjs/common';
import { Statistics } from '../infra/statistics.js';
import { BufferRepository } from './buffer/buffer.repository.js';
import { DedupCache } from './intake/dedup-cache.js';

@Injectable()
export class ConversationStatistics extends Statistics {
  constructor(
    private readonly buffers: BufferRepository,
    private readonly dedup: DedupCache,
  ) {
    super();
  }

  override async read(): Promise<{ activeBuffers: number; dedupCache: 'redis' | 'postgres' }> {
    return { activeBuffers: await this.buffers.countWaiting(), dedupCache: this.dedup.type };
  }
}

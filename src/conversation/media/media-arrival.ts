import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Settings } from '../../infra/config/settings.js';
import { MediaFetchService } from './media-fetch.service.js';
import { MediaRepository } from './media.repository.js';

const LOOK_EVERY_MS = 200;

/** Lets a turn wait for the files that came with its burst. */
@Injectable()
export class MediaArrival {
  constructor(
    private readonly rows: MediaRepository,
    private readonly fetches: MediaFetchService,
    private readonly settings: Settings,
  ) {}

  /**
   * Returns when every file of these messages is stored or given up, after `MEDIA_WAIT_MS` at the latest. It begins to
   * fetch here what nobody else does, because turns that wait may hold every place for jobs. No connection is held.
   * @throws the signal's reason when it is aborted
   */
  async of(messageIds: string[], signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + this.settings.MEDIA_WAIT_MS;
    for (;;) {
      const waiting = await this.rows.waitingOf(messageIds);
      if (waiting.length === 0 || Date.now() >= deadline) return;
      for (const { id, isDue } of waiting) if (isDue) this.fetches.start(id);
      await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

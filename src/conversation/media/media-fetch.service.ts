import { Injectable, Logger } from '@nestjs/common';
import { WhatsAppMediaClient } from '../../infra/clients/whatsapp/media/media.client.js';
import { NotFetched } from '../../infra/clients/whatsapp/media/not-fetched.js';
import { Settings } from '../../infra/config/settings.js';
import { MediaStore } from '../../infra/media-store/media-store.js';
import { type Inspection, inspected } from './inspection.js';
import { type ClaimedFile, MediaRepository } from './media.repository.js';
import { mimeTypeOf } from './mime-type.js';
import { MOST_TRIES, pauseAfter } from './retry.js';

/** Files one process fetches at a time. */
const AT_ONCE = 8;
/** What putting a whole file into the store may take; after it another process may fetch the file again. */
const STORE_LIMIT_MS = 30_000;

/**
 * Fetches customers' files from the platform into the store, beside the jobs, so that a platform that is slow keeps
 * nobody from being answered. A file is claimed in Postgres for the time one try may take; a crash leaves it to be fetched
 * again. A second fetch of the same file does no harm: it is kept under the same key.
 */
@Injectable()
export class MediaFetchService {
  private readonly logger = new Logger(MediaFetchService.name);
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly rows: MediaRepository,
    private readonly platform: WhatsAppMediaClient,
    private readonly store: MediaStore,
    private readonly settings: Settings,
  ) {}

  /**
   * Begins to fetch the file, unless somebody else does, and returns at once. Where there is no room it is left to those
   * who have one: each takes what is due next when it is done.
   */
  start(id: string): void {
    if (this.stopping.signal.aborted || this.running.size >= AT_ONCE) return;
    const done = this.fetchFrom(id)
      .catch((error: Error) => this.logger.warn(`Fetching media goes on later: ${error.message}`))
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }

  /** Breaks off what is under way and gives it back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async fetchFrom(id: string): Promise<void> {
    const leaseMs = this.settings.MEDIA_FETCH_TIMEOUT_MS + STORE_LIMIT_MS;
    let file = await this.rows.claim(leaseMs, id);
    while (file !== null) {
      await this.fetch(file);
      file = this.stopping.signal.aborted ? null : await this.rows.claim(leaseMs, null);
    }
  }

  private async fetch(file: ClaimedFile): Promise<void> {
    const limit = AbortSignal.timeout(this.settings.MEDIA_FETCH_TIMEOUT_MS);
    try {
      if (file.attempts > MOST_TRIES) throw new NotFetched('fetching it broke off too often', 'never');
      await this.bring(file, AbortSignal.any([limit, this.stopping.signal]));
    } catch (error) {
      if (this.stopping.signal.aborted) return this.rows.giveBack(file);
      await this.note(file, limit.aborted ? TOO_SLOW : this.failureOf(error as Error));
    }
  }

  private async bring({ id, info }: ClaimedFile, signal: AbortSignal): Promise<void> {
    const { content, sha256 } = await this.platform.open(info.id ?? '', signal);
    const seen: Inspection = { size: 0, head: Buffer.alloc(0) };
    await this.store.put(id, inspected(content, [info.sha256, sha256], seen));
    await this.rows.stored(id, await mimeTypeOf(seen.head, info.mime_type), seen.size);
  }

  private async note(file: ClaimedFile, failure: NotFetched): Promise<void> {
    const pauseMs = pauseAfter(file.attempts, failure.again);
    await this.rows.notFetched(file, failure.message, pauseMs);
    const facts = { media: file.id, reason: failure.message, attempts: file.attempts };
    if (pauseMs === null) this.logger.warn({ msg: 'A file of a customer could not be fetched', ...facts });
    else this.logger.debug({ msg: 'A file is fetched again later', ...facts, pauseMs });
  }

  /** Whatever is not the platform's doing is ours: a full disk, a bucket that is away. */
  private failureOf(error: Error): NotFetched {
    if (error instanceof NotFetched) return error;
    this.logger.error({ msg: 'A file could not be kept', err: error });
    return new NotFetched('it could not be kept here', 'surely');
  }
}

const TOO_SLOW = new NotFetched('it came too slowly', 'surely');

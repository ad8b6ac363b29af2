import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Settings } from '../../../infra/config/settings.js';
import { CallerError } from '../../../infra/errors.js';
import { IndexRepository, type IndexedDocument } from '../index.repository.js';
import type { EmbeddingReport } from '../meaning/embed-chunks.js';
import { VectorRepository } from '../meaning/vector.repository.js';
import { BusinessFolder } from './business-folder.js';
import { type Progress, type SyncReport, SyncRun } from './sync-run.js';

const RENEW_MS = 5_000;
/** At start another process may be syncing, or may have died while it did: tried again this often. */
const START_TRIES = 24;
const BETWEEN_TRIES_MS = 5_000;

/**
 * Brings the index up to the files of the business's folder. One process at a time; files that are already indexed as
 * they are cost a hash. It may be cut off at any moment: each file is either in its old form or in its new one, and
 * the next sync does the rest.
 */
@Injectable()
export class KnowledgeSync implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(KnowledgeSync.name);
  private readonly stopping = new AbortController();
  private started: Promise<void> = Promise.resolve();

  constructor(
    private readonly index: IndexRepository,
    private readonly vectors: VectorRepository,
    private readonly settings: Settings,
  ) {}

  /** Nobody waits for the sync at start: customers are answered from what the index holds. */
  onApplicationBootstrap(): void {
    if (this.settings.BUSINESS_DIR !== undefined) this.started = this.syncAtStart();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.started;
  }

  /**
   * @param progress is told of each file as it is done
   * @throws CallerError 409 without a folder, or while another process syncs
   */
  async sync(progress: Progress = () => undefined): Promise<SyncReport> {
    if (this.settings.BUSINESS_DIR === undefined) throw new CallerError(409, 'BUSINESS_DIR is not set');
    const folder = new BusinessFolder(this.settings.BUSINESS_DIR);
    const fence = await this.index.begin();
    if (fence === null) throw new CallerError(409, 'The knowledge is being synced already');
    const renewing = setInterval(() => void this.index.renew(fence).catch(() => undefined), RENEW_MS);
    try {
      const report = await new SyncRun(this.index, fence, folder, this.settings, progress, this.stopping.signal).all();
      const embeddings = await this.embed(fence);
      return embeddings === null ? report : { ...report, embeddings };
    } finally {
      clearInterval(renewing);
      await this.index.end(fence);
    }
  }

  /** Each file as the index knows it. */
  documents(): Promise<IndexedDocument[]> {
    return this.index.documents();
  }

  /** Gives what is new its vectors; null where there is no embedding model. */
  private async embed(fence: number): Promise<EmbeddingReport | null> {
    const { embeddingModel } = this.settings;
    if (embeddingModel === undefined) return null;
    const { embedChunks } = await import('../meaning/embed-chunks.js');
    const { GeminiEmbeddings } = await import('../../../infra/clients/gemini/gemini-embeddings.js');
    await this.vectors.keepOnly(embeddingModel, fence);
    const embeddings = new GeminiEmbeddings(embeddingModel, this.settings);
    return embedChunks(this.vectors, embeddings, fence, this.stopping.signal);
  }

  private async syncAtStart(): Promise<void> {
    for (let tries = 1; tries <= START_TRIES && !this.stopping.signal.aborted; tries++) {
      try {
        const { unreadable, ...done } = await this.sync();
        for (const { path, reason } of unreadable) this.logger.warn({ msg: 'A file cannot be read', path, reason });
        const { added, changed, removed, chunks, embeddings } = done;
        if (embeddings?.problem != null) this.logger.warn(`Passages lack a vector: ${embeddings.problem}`);
        const counts = { added: added.length, changed: changed.length, removed: removed.length, chunks };
        return this.logger.log({ msg: 'The knowledge is up to date', ...counts });
      } catch (error) {
        this.logger.warn(`The knowledge is not synced: ${(error as Error).message}`);
        await pause(BETWEEN_TRIES_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }
}

import { Logger } from '@nestjs/common';
import { GeminiEmbeddings } from '../../../infra/clients/gemini/gemini-embeddings.js';
import type { Settings } from '../../../infra/config/settings.js';
import type { Database } from '../../../infra/database/database.js';
import { VectorRepository } from './vector.repository.js';
import { nearness, vectorOf } from './vector.js';

/** An answer does not wait longer for what is found by meaning. */
const LIMIT_MS = 1_500;
/** A model that failed is left alone for so long, so that not every answer waits for it. */
const REST_MS = 30_000;
/** Chunks compared exactly, for one that is kept. */
const LOOKED_AT = 4;
/** Longest question, in characters. */
const QUESTION_LIMIT = 1_000;

/** Finds chunks by what a question means. Whatever fails, nothing is found by meaning, and words find theirs. */
export class Meaning {
  private readonly logger = new Logger(Meaning.name);
  private restsUntil = 0;

  constructor(
    private readonly embeddings: GeminiEmbeddings,
    private readonly vectors: VectorRepository,
  ) {}

  /**
   * Ids of the chunks nearest to the question, nearest first.
   * @throws the signal's reason when it is aborted
   */
  async nearest(question: string, limit: number, signal: AbortSignal): Promise<number[]> {
    if (Date.now() < this.restsUntil) return [];
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
      const [values] = await this.embeddings.embed(
        [{ question: question.slice(-QUESTION_LIMIT).toWellFormed() }],
        within,
      );
      return await this.nearestTo(values ?? [], limit);
    } catch (error) {
      signal.throwIfAborted();
      this.restsUntil = Date.now() + REST_MS;
      this.logger.warn(`Nothing is found by meaning for ${REST_MS / 1_000} s: ${(error as Error).message}`);
      return [];
    }
  }

  private async nearestTo(values: readonly number[], limit: number): Promise<number[]> {
    const asked = vectorOf(values);
    const near = await this.vectors.nearest(asked.signs, limit * LOOKED_AT);
    const ranked = near.map(({ id, bytes }) => ({ id, nearness: nearness(asked.bytes, bytes) }));
    ranked.sort((one, other) => other.nearness - one.nearness || one.id - other.id);
    return ranked.slice(0, limit).map(({ id }) => id);
  }
}

/** Null where there is no embedding model. */
export const meaningFor = (settings: Settings, db: Database): Meaning | null =>
  settings.embeddingModel === undefined
    ? null
    : new Meaning(new GeminiEmbeddings(settings.embeddingModel, settings), new VectorRepository(db));

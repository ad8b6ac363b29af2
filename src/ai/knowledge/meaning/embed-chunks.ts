import { setTimeout as pause } from 'node:timers/promises';
import {
  EMBEDDED_AT_ONCE,
  type EmbeddedText,
  EmbeddingFailed,
  type GeminiEmbeddings,
} from '../../../infra/clients/gemini/gemini-embeddings.js';
import type { BareChunk, VectorRepository } from './vector.repository.js';
import { vectorOf } from './vector.js';

/** One request for a hundred passages may take this long. */
const REQUEST_LIMIT_MS = 30_000;
/** Pauses before a request that the provider refused for now goes out again; the quota is one of a minute. */
const PAUSES_MS = [2_000, 10_000, 30_000];

/** How far the passages can be found by their meaning. */
export interface EmbeddingReport {
  /** Passages that can. */
  chunks: number;
  /** Why others cannot; they are found by their words, and the next sync tries again. */
  problem: string | null;
}

/**
 * Gives every chunk without a vector one. A crash, or a provider that refuses, leaves those that were done.
 * @param fence of the sync that runs
 * @param signal ends it; its reason is thrown
 */
export async function embedChunks(
  vectors: VectorRepository,
  embeddings: GeminiEmbeddings,
  fence: number,
  signal: AbortSignal,
): Promise<EmbeddingReport> {
  const problem = await embedAll(vectors, embeddings, fence, signal).catch((error: unknown) => {
    if (error instanceof EmbeddingFailed) return error.message;
    throw error;
  });
  return { chunks: await vectors.count(), problem };
}

async function embedAll(
  vectors: VectorRepository,
  embeddings: GeminiEmbeddings,
  fence: number,
  signal: AbortSignal,
): Promise<null> {
  for (let after = 0; ;) {
    const chunks = await vectors.bare(after, EMBEDDED_AT_ONCE);
    const last = chunks.at(-1);
    if (last === undefined) return null;
    const values = await embedPatiently(embeddings, chunks.map(textOf), signal);
    const ids = chunks.map(({ id }) => id);
    await vectors.put(fence, ids, values.map(vectorOf));
    after = last.id;
  }
}

const textOf = ({ document, headings, text }: BareChunk): EmbeddedText => ({
  title: headings.join(', ') || document,
  passage: text,
});

async function embedPatiently(
  embeddings: GeminiEmbeddings,
  texts: readonly EmbeddedText[],
  signal: AbortSignal,
  [wait, ...later]: readonly number[] = PAUSES_MS,
): Promise<number[][]> {
  const limit = AbortSignal.timeout(REQUEST_LIMIT_MS);
  try {
    return await embeddings.embed(texts, AbortSignal.any([signal, limit]));
  } catch (error) {
    signal.throwIfAborted();
    const failure = limit.aborted ? new EmbeddingFailed('The embedding model took too long', true) : error;
    if (!(failure instanceof EmbeddingFailed) || !failure.passes || wait === undefined) throw failure;
  }
  await pause(wait, undefined, { signal });
  return embedPatiently(embeddings, texts, signal, later);
}

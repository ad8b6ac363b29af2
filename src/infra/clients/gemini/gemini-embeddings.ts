import { z } from 'zod';
import type { Settings } from '../../config/settings.js';

/** Numbers a vector has. Source: the model is trained so that its first 768 stand for the whole. */
export const DIMENSIONS = 768;
/** Texts of one request. Source: Gemini API, batchEmbedContents. */
export const EMBEDDED_AT_ONCE = 100;

const answer = z.object({ embeddings: z.array(z.object({ values: z.array(z.number()).length(DIMENSIONS) })) });

/** What a text is to be compared as: a passage of a document, or what somebody asks. */
export type EmbeddedText = { question: string } | { title: string; passage: string };

/** The model did not embed; `passes` where it may when it is asked again. */
export class EmbeddingFailed extends Error {
  constructor(
    message: string,
    readonly passes: boolean,
  ) {
    super(message);
  }
}

/**
 * Gemini's embedding models: texts in, for each a vector that is near those of texts with a similar meaning. LangChain's
 * class for them gives an empty vector for a text that failed, and takes no signal.
 */
export class GeminiEmbeddings {
  private readonly url: string;

  constructor(
    private readonly model: string,
    private readonly settings: Settings,
  ) {
    this.url = `${settings.GEMINI_API_URL.replace(/\/$/, '')}/v1beta/models/${model}:batchEmbedContents`;
  }

  /**
   * The vector of each text, in their order; at most {@link EMBEDDED_AT_ONCE} texts.
   * @throws EmbeddingFailed; the signal's reason when it is aborted
   */
  async embed(texts: readonly EmbeddedText[], signal: AbortSignal): Promise<number[][]> {
    const response = await this.post(texts, signal);
    const body: unknown = await response.json().catch(() => null);
    signal.throwIfAborted();
    if (!response.ok) throw refusal(response.status);
    const { data } = answer.safeParse(body);
    if (data?.embeddings.length !== texts.length) {
      throw new EmbeddingFailed(`${this.model} did not answer with a vector for each text`, false);
    }
    return data.embeddings.map(({ values }) => values);
  }

  private post(texts: readonly EmbeddedText[], signal: AbortSignal): Promise<Response> {
    const requests = texts.map((text) => ({
      model: `models/${this.model}`,
      content: { parts: [{ text: worded(text) }] },
      outputDimensionality: DIMENSIONS,
    }));
    return fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-goog-api-key': this.settings.GOOGLE_API_KEY ?? 'not-set' },
      body: JSON.stringify({ requests }),
      redirect: 'error',
      signal,
    }).catch((error: Error) => {
      signal.throwIfAborted();
      throw new EmbeddingFailed(`The embedding model cannot be reached: ${error.message}`, true);
    });
  }
}

/** The model is told in words what the vector is for. Source: Gemini API, embeddings, task prefixes of gemini-embedding-2. */
const worded = (text: EmbeddedText): string =>
  'question' in text
    ? `task: search result | query: ${text.question}`
    : `title: ${text.title || 'none'} | text: ${text.passage}`;

const refusal = (status: number): EmbeddingFailed =>
  new EmbeddingFailed(`The embedding model answered ${status}`, status === 429 || status >= 500);

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fold } from '../../src/infra/fold.js';
import type { JsonObject } from '../records.js';

const text = z.looseObject({ parts: z.array(z.looseObject({ text: z.string() })).min(1) });
/** A `BatchEmbedContentsRequest`. */
export const batchEmbedSchema = z.looseObject({
  requests: z
    .array(z.looseObject({ model: z.string(), content: text, outputDimensionality: z.int().min(1).max(3_072) }))
    .min(1)
    .max(100),
});
type BatchEmbedRequest = z.output<typeof batchEmbedSchema>;

/** Words that mean the same, as far as this model of language goes. */
const SAME_MEANING = [
  ['dog', 'dogs', 'hound', 'puppy', 'hund', 'hunde', 'perro', 'perros'],
  ['bike', 'bicycle', 'bikes', 'bicycles', 'fahrrad', 'bicicleta'],
];

export const textsIn = ({ requests }: BatchEmbedRequest): string[] =>
  requests.map(({ content }) => content.parts.map((part) => part.text).join('\n'));

/** A `BatchEmbedContentsResponse`: texts with words in common, or of the same meaning, are near. */
export const embeddingsOf = (request: BatchEmbedRequest): JsonObject => ({
  embeddings: textsIn(request).map((one, at) => ({
    values: vectorOf(one, request.requests[at]?.outputDimensionality ?? 1),
  })),
});

function vectorOf(said: string, dimensions: number): number[] {
  const sum = Array.from({ length: dimensions }, () => 0);
  for (const word of fold(said).match(/\p{L}+/gu) ?? []) {
    const meaning = SAME_MEANING.find((words) => words.includes(word))?.[0] ?? word;
    for (let at = 0; at < dimensions; at++) sum[at] = (sum[at] ?? 0) + directionOf(meaning, at);
  }
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

const directions = new Map<string, Buffer>();

/** 1 or -1: two words have as many places alike as not. */
function directionOf(word: string, at: number): number {
  let bits = directions.get(word);
  if (bits === undefined) {
    bits = createHash('shake256', { outputLength: 384 }).update(word).digest();
    directions.set(word, bits);
  }
  return ((bits[at >> 3] ?? 0) >> (at & 7)) & 1 ? 1 : -1;
}

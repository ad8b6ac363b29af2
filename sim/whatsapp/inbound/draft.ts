import type { JsonObject } from '../../records.js';

/** What a kind of message is made of. */
export interface Ingredients {
  /** What the caller wrote: a text, a caption, an emoji, … */
  text: string | undefined;
  /** The message it is about: of the business for a reaction or a button, the customer's own for an edit. */
  target: { ours: string; theirs: string };
  /** Phone digits, or user id. */
  customer: string;
  /** Puts a medium of this type where it can be fetched, and returns how a webhook names it. */
  medium(mimeType: string): JsonObject;
}

/** A message as the platform would build it; `more` are keys beside the type's own. */
export interface Draft {
  type: string;
  payload?: unknown;
  more?: JsonObject;
}

export type Kind = (ingredients: Ingredients) => Draft;

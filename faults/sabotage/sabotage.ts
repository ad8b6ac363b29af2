/** One thing that is broken on purpose, and which row has to notice. */
export interface Sabotage {
  name: string;
  row: number;
  /** What the row says, in a part of its words. */
  sees: string;
  edits: readonly Edit[];
}

/** Replaces `find`, which stands once in `file`. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

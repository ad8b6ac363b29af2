import type { BaseMessage } from '@langchain/core/messages';
import { StateSchema, UntrackedValue } from '@langchain/langgraph';
import { z } from 'zod';
import type { Flaw } from '../answer/flaw.js';
import type { AssistantResult, Earlier, TranscriptEntry } from '../assistant.js';
import type { ToolDeclaration } from '../business-tools/declaration.js';
import type { Passage } from '../knowledge/passage.repository.js';
import type { Sight } from '../senses/file-parts.js';

/** What a run came to. */
export type Outcome = AssistantResult;

/**
 * What the graph carries. Only memory is kept between turns, the first three fields, and it only ever holds what the
 * transcript says; the rest lives for one run and is never stored, so no dropped answer can be remembered (P6).
 */
export const ThreadState = new StateSchema({
  /** What was said last, word for word. */
  memory: z.array(z.custom<TranscriptEntry>()).default(() => []),
  /** … and before that, in short. */
  earlier: z.custom<Earlier>().default(() => ({ summary: null, kept: [] })),
  /** Something in between is in neither. */
  hasGap: z.boolean().default(false),
  /** What the customer waits for an answer to. */
  burst: new UntrackedValue<TranscriptEntry[]>(),
  /** The files among what was said, by id, as the model is shown them. */
  sight: new UntrackedValue<Sight>(),
  /** What the business says of itself. */
  instructions: new UntrackedValue<string>(),
  /** What its documents say about what is asked, in the order in which the model is shown it. */
  passages: new UntrackedValue<Passage[]>(),
  /** … and what the model looked up besides; numbered on from those. */
  lookedUp: new UntrackedValue<Passage[]>(),
  /** Whether there is more to look up. */
  canLookUp: new UntrackedValue<boolean>(),
  /** What was noted of the customer before. */
  profile: new UntrackedValue<string[]>(),
  /** … and is to be noted. */
  facts: new UntrackedValue<string[]>(),
  /** The business's own tools. */
  businessTools: new UntrackedValue<ToolDeclaration[]>(),
  /** The model's messages of this run and the results of its tool calls, in order. */
  exchange: new UntrackedValue<BaseMessage[]>(),
  /** What the customer may choose from with the last message. */
  choices: new UntrackedValue<string[]>(),
  /** What is wrong with the last message as it came from the provider. */
  flaw: new UntrackedValue<Flaw | null>(),
  /** Whether the model was told once that its answer cannot go out. */
  corrected: new UntrackedValue<boolean>(),
  outcome: new UntrackedValue<Outcome | null>(),
});

export type ThreadValues = typeof ThreadState.State;
export type ThreadUpdate = Partial<ThreadValues>;

/** What a run begins with. */
export const NEW_RUN = {
  exchange: [],
  burst: [],
  sight: {},
  instructions: '',
  passages: [],
  lookedUp: [],
  canLookUp: false,
  profile: [],
  facts: [],
  businessTools: [],
  choices: [],
  flaw: null,
  corrected: false,
  outcome: null,
};

import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Transcript, TranscriptEntry } from '../../assistant.js';
import { runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';

/** Entries remembered word for word: what a turn reads and writes does not grow with the conversation (P11). */
const MEMORY_ENTRIES = 20;
/** Longest text remembered of one entry, in characters. */
const ENTRY_LIMIT = 2_000;

/** Brings memory up to the transcript, and reads what waits for an answer and what is known of who wrote it. */
export async function hydrate(_: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> {
  const { transcript, profile } = runOf(config);
  const [memory, burst] = await Promise.all([readMemory(transcript), transcript.burst()]);
  return { memory, burst, profile: [...profile] };
}

/** What is to be remembered of a conversation, in the form in which it is. */
export async function readMemory(transcript: Transcript): Promise<TranscriptEntry[]> {
  return (await transcript.recent(MEMORY_ENTRIES)).map(shortened);
}

const shortened = (entry: TranscriptEntry): TranscriptEntry =>
  entry.text.length <= ENTRY_LIMIT ? entry : { ...entry, text: `${entry.text.slice(0, ENTRY_LIMIT).toWellFormed()} …` };

import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { MOST_VERBATIM, type Transcript, type TranscriptEntry } from '../../assistant.js';
import { runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';

/** Longest text remembered of one entry, in characters. */
const ENTRY_LIMIT = 2_000;

/** Brings memory up to the transcript, and reads what waits for an answer and what is known of who wrote it. */
export async function hydrate(_: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> {
  const { transcript, profile } = runOf(config);
  const [memory, burst] = await Promise.all([readMemory(transcript), transcript.burst()]);
  return { ...memory, burst, profile: [...profile] };
}

/** What is to be remembered of a conversation, in the form in which it is. */
export async function readMemory(transcript: Transcript): Promise<Pick<ThreadValues, 'memory' | 'earlier' | 'hasGap'>> {
  const { earlier, hasGap, entries } = await transcript.recent(MOST_VERBATIM);
  return { memory: entries.map(shortened), earlier, hasGap };
}

const shortened = (entry: TranscriptEntry): TranscriptEntry =>
  entry.text.length <= ENTRY_LIMIT ? entry : { ...entry, text: `${entry.text.slice(0, ENTRY_LIMIT).toWellFormed()} …` };

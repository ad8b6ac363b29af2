import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { chooseFiles } from '../../senses/choose-files.js';
import type { FileParts, LookedAt } from '../../senses/file-parts.js';
import { runOf } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';

const NEVER = new AbortController().signal;

/** Opens the files that the customer sent, as far as the model can look at them. */
export const look =
  (files: FileParts) =>
  async ({ memory, burst }: ThreadValues, config: LangGraphRunnableConfig): Promise<ThreadUpdate> => {
    const { transcript, uploads } = runOf(config);
    const { looked, left } = chooseFiles(memory, burst);
    const sight: Record<string, LookedAt> = {};
    for (const [id, unseen] of Object.entries(left)) sight[id] = { unseen };
    for (const file of looked) {
      sight[file.id] = await files.of(file, transcript.open, uploads, config.signal ?? NEVER);
    }
    return { sight };
  };

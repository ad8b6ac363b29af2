import type { StructuredToolInterface } from '@langchain/core/tools';
import { askForPerson } from './ask-for-person.js';

/** What the model may call. */
export const TOOLS: StructuredToolInterface[] = [askForPerson];

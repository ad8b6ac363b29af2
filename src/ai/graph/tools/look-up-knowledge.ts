import { tool } from '@langchain/core/tools';
import { z } from 'zod';

/** Longest question that is looked up, in characters. */
const QUESTION_LIMIT = 500;

const lookUp = z.object({
  question: z
    .string()
    .describe("What to look for, in a few words; also in the documents' language where it is not the customer's"),
});

/** Searches the business's documents again, in the model's words. Run by the node, which keeps what it finds. */
export const lookUpKnowledge = tool(async () => 'Looked up.', {
  name: 'look_up_knowledge',
  description:
    "Search the business's own documents. Use it when the passages at hand do not answer the customer, before you " +
    'ask for a person.',
  schema: lookUp,
});

/** What the model wants looked up; empty where nothing can be read. */
export const questionFrom = (args: unknown): string => {
  const read = lookUp.safeParse(args);
  return read.success ? read.data.question.slice(0, QUESTION_LIMIT).toWellFormed() : '';
};

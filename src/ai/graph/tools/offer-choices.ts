import { tool } from '@langchain/core/tools';
import { z } from 'zod';

/** An answer whose question can be answered with a tap. */
export interface Offer {
  text: string;
  choices: string[];
}

/** More than this nobody reads; characters of one that are kept. */
const MOST_CHOICES = 20;
const CHOICE_LIMIT = 100;

const offer = z.object({
  text: z.string().describe("The whole answer to the customer, which ends in the question, in the customer's language"),
  choices: z
    .array(z.string())
    .describe('2 to 10 different answers: at most 20 characters each, 24 where there are more than three'),
});

/** Answers with a question and what may be chosen. It ends the run: the words of the answer are part of the call. */
export const offerChoices = tool(async () => 'The choices were offered.', {
  name: 'offer_choices',
  description:
    'Answer with a question that has a few short answers, which the customer sees as buttons or as a list. ' +
    'Use it in place of an answer of your own whenever you ask such a question.',
  schema: offer,
});

const read = z.object({
  text: z.string().catch(''),
  choices: z.array(z.union([z.string(), z.number().transform(String)]).catch('')).catch([]),
});

/**
 * Reads the model's arguments, of which any may be missing or odd.
 * @param said what the model wrote beside the call
 * @returns null where there are no words for the customer
 */
export function offerFrom(args: unknown, said: string): Offer | null {
  const { text, choices } = read.catch({ text: '', choices: [] }).parse(args);
  const words = text.trim() || said.trim();
  if (words === '') return null;
  const kept = choices.map((choice) => choice.trim().slice(0, CHOICE_LIMIT).toWellFormed()).filter((one) => one !== '');
  return { text: words, choices: kept.slice(0, MOST_CHOICES) };
}

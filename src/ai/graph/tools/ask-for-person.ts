import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import type { PersonRequest } from '../../assistant.js';

/** Longest texts a card and a farewell hold, in characters. */
const SUMMARY_LIMIT = 1_000;
const FAREWELL_LIMIT = 1_000;

const request = z.object({
  reason: z
    .enum(['customer_asked', 'cannot_answer', 'complaint', 'other'])
    .describe('Why a person is needed')
    .catch('other'),
  summary: z
    .string()
    .describe('What the customer wants and what is known so far, in at most five short lines')
    .catch('The assistant gave no summary.'),
  tried: z.string().optional().describe('What was already tried').catch(undefined),
  message: z
    .string()
    .optional()
    .describe("One or two sentences for the customer, in the customer's language: a colleague will answer here")
    .catch(undefined),
});

/** What stands for arguments of which nothing can be read. */
const NOTHING_SAID = request.parse({});

/** Hands the conversation to a person. It ends the run: what the customer is told is part of the call. */
export const askForPerson = tool(async () => 'A person was asked for.', {
  name: 'ask_for_person',
  description:
    'Hand the conversation to a person of the business. Use it whenever the customer asks for a person, complains, ' +
    'or needs something you cannot know or do.',
  schema: request,
});

/** Reads the model's arguments; whatever is missing or odd is made good, because a person must come in any case. */
export function personRequestFrom(args: unknown): PersonRequest {
  const { reason, summary, tried, message } = request.catch(NOTHING_SAID).parse(args);
  const farewell = message?.trim().slice(0, FAREWELL_LIMIT).toWellFormed();
  return {
    reason,
    summary: summary.split('\n').slice(0, 5).join('\n').slice(0, SUMMARY_LIMIT).toWellFormed(),
    ...(tried === undefined ? {} : { tried: tried.slice(0, SUMMARY_LIMIT).toWellFormed() }),
    farewell: farewell ? farewell : null,
  };
}

import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import type { PersonRequest } from '../../assistant.js';

/** Longest text of the model that is taken over, in characters. */
const TEXT_LIMIT = 1_000;

/** Optional, because a person must come in any case. */
const text = (description: string) => z.string().optional().describe(description).catch(undefined);

const request = z.object({
  reason: z
    .enum(['customer_asked', 'cannot_answer', 'complaint', 'other'])
    .describe('Why a person is needed')
    .catch('other'),
  summary: text('What the customer wants and what is known so far, in at most five short lines'),
  tried: text('What was already tried'),
  next_step: text('What the person should do next, in one sentence'),
  message: text("One or two sentences for the customer, in the customer's language: a colleague will answer here"),
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
  const { reason, summary, tried, next_step: nextStep, message } = request.catch(NOTHING_SAID).parse(args);
  return {
    reason,
    cause: null,
    summary: given(summary),
    tried: given(tried),
    nextStep: given(nextStep),
    farewell: given(message),
  };
}

const given = (said: string | undefined): string | null => said?.trim().slice(0, TEXT_LIMIT).toWellFormed() || null;

import { tool } from '@langchain/core/tools';
import { z } from 'zod';

/** Longest fact that is kept, in characters. */
const FACT_LIMIT = 200;

const remember = z.object({ fact: z.string().describe('One fact, in one short sentence, such as: Wears size 42') });

/** Keeps a fact for later conversations. Run by the node; it is stored with the turn's outcome, or not at all. */
export const rememberFact = tool(async () => 'Noted.', {
  name: 'remember_fact',
  description:
    'Note a lasting fact about this customer that helps to serve them next time, and that they told themselves. ' +
    'Not for orders and requests of the moment, nor for payment data, passwords or health.',
  schema: remember,
});

/** The fact in the model's arguments, on one line; null where there is none. */
export function factIn(args: unknown): string | null {
  const read = remember.safeParse(args);
  if (!read.success) return null;
  return read.data.fact.replaceAll(/\s+/g, ' ').replaceAll('\0', '').trim().slice(0, FACT_LIMIT).toWellFormed() || null;
}

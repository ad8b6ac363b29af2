import type { TranscriptEntry } from '../../ai/assistant.js';

/** What a tool of the business was asked to do, and what is known of it. */
export interface Effect {
  id: string;
  tool: string;
  arguments: object;
  state: 'asked' | 'begun' | 'done' | 'unknown' | 'refused' | 'lapsed';
  result: string | null;
}

/** Characters of an answer, and of arguments, that are remembered. */
const RESULT_LIMIT = 1_000;
const ARGUMENTS_LIMIT = 500;

/** Effects that came, or may have come, after a time, in the columns of the transcript's notes. */
export const EFFECTS = (after: string, order: 'asc' | 'desc'): string => `
  select null as id, null as "toOwner", null as "operatorId",
         jsonb_build_object('id', id, 'tool', tool, 'arguments', arguments, 'state', state,
                            'result', left(result, ${RESULT_LIMIT})) as effect, coalesce(ended_at, created_at) as at
    from tool_call where conversation_id = $1 and effect = 'write' and state <> 'failed'
     and coalesce(ended_at, created_at) > ${after} order by seq ${order} limit $2`;

/** An effect as the assistant remembers it, whatever became of the turn that caused it. */
export const effectEntry = ({ id, tool, arguments: args, state, result }: Effect, at: Date): TranscriptEntry => ({
  id,
  speaker: 'tool',
  name: tool,
  text: `Called with ${JSON.stringify(args).slice(0, ARGUMENTS_LIMIT).toWellFormed()}. ${wordsFor(state, result)}`,
  at: at.toISOString(),
});

const UNKNOWN = 'Nobody knows whether it was done; only a person can find out.';
const WORDS: Readonly<Record<Effect['state'], string>> = {
  asked: 'It is not done: a colleague has to approve it first.',
  begun: UNKNOWN,
  done: 'It is done. Answer:',
  unknown: UNKNOWN,
  refused: 'It is not done: a colleague refused it.',
  lapsed: 'It is not done: no colleague approved it.',
};

const wordsFor = (state: Effect['state'], result: string | null): string =>
  state === 'done' || state === 'refused' ? `${WORDS[state]} ${result ?? ''}`.trim() : WORDS[state];

import type { BaseMessage } from '@langchain/core/messages';

/** Characters of a token, at the least: what a prompt in a script of large tokens still has. */
const CHARACTERS = 3;
/** Tokens of a file: a large picture or a minute of sound has fewer; a long document more, as the provider's count shows. */
const FILE = 2_000;

/** Tokens of a prompt before anybody has counted them, rather too many than too few for texts in Latin letters. */
export const estimateTokens = (prompt: readonly BaseMessage[]): number =>
  Math.ceil(prompt.reduce((sum, message) => sum + message.text.length, 0) / CHARACTERS) + FILE * filesIn(prompt);

const filesIn = (prompt: readonly BaseMessage[]): number =>
  prompt.flatMap(({ content }) => (Array.isArray(content) ? content : [])).filter(({ type }) => type === 'media')
    .length;

import type { FencedAnswer } from '../../infra/clients/fenced/fenced-client.js';
import type { CallOutcome } from '../assistant.js';

/** What is kept of an answer, in characters. */
const TEXT_LIMIT = 4_000;

export const failed = (text: string): CallOutcome => ({ state: 'failed', text });

/** What a call that changes nothing brought. */
export function readingOf(answer: FencedAnswer): CallOutcome {
  if (answer.kind !== 'answered') return failed(`No answer: ${answer.reason}.`);
  return answer.status >= 200 && answer.status < 300 ? done(answer.text) : failed(refusal(answer));
}

/**
 * What is known of an effect. A request that did not leave, and one that was refused as it is (4xx), changed nothing; a
 * server that broke, or sends us elsewhere, may have done it before.
 */
export function effectOf(answer: FencedAnswer): CallOutcome {
  if (answer.kind === 'not_sent') return failed(`Not done: ${answer.reason}.`);
  if (answer.kind === 'no_answer') return { state: 'unknown', text: `No answer: ${answer.reason}.` };
  if (answer.status >= 200 && answer.status < 300) return done(answer.text);
  return { state: answer.status >= 400 && answer.status < 500 ? 'failed' : 'unknown', text: refusal(answer) };
}

const done = (text: string): CallOutcome => ({ state: 'done', text: shown(text) });

const refusal = ({ status, text }: { status: number; text: string }): string => shown(`HTTP ${status}: ${text}`);

const shown = (text: string): string =>
  text.length <= TEXT_LIMIT ? text.trim() : `${text.slice(0, TEXT_LIMIT).toWellFormed()} … (cut)`;

import type { FaultOf } from '../fault-kinds.js';
import { randomText } from '../ids.js';
import type { JsonObject } from '../records.js';
import { obeyed } from './obey.js';
import type { Question } from './request.js';
import { answerTo, type ModelReply } from './rules.js';

/** A call part carries an opaque signature that has to come back with the next request. */
const THOUGHT_SIGNATURE = Buffer.from('simulated thought').toString('base64');
const SAFETY_RATINGS = [{ category: 'HARM_CATEGORY_DANGEROUS_CONTENT', probability: 'HIGH', blocked: true }];
/** Text pieces a stream is cut into. */
const PIECES = 4;

/** A `GenerateContentResponse`, and in one word what it is. */
export interface ModelAnswer {
  outcome: string;
  /** Null where there is no text that a stream could cut. */
  text: string | null;
  body: JsonObject;
}

/** What the model answers to this question, or what the fault makes of it. */
export function modelAnswer(question: Question, model: string, fault: FaultOf<'gemini'> | undefined): ModelAnswer {
  const reply = replyUnder(fault, question);
  const written = reply.kind === 'text' ? reply.text : JSON.stringify(reply.args);
  const frame = {
    usageMetadata: usage(question.characters, written.length, fault?.kind === 'thought-only'),
    modelVersion: model,
    responseId: randomText(12, 'base64url'),
  };
  const bent = bentBody(fault);
  if (bent !== undefined) return { outcome: bent.outcome, text: null, body: { ...frame, ...bent.body } };
  const finishReason = fault?.kind === 'max-tokens' ? 'MAX_TOKENS' : 'STOP';
  const copies = fault?.kind === 'tool-call' ? fault.copies : 1;
  const body = { ...candidate({ content: contentOf(reply, copies), finishReason }), ...frame };
  return { outcome: fault?.kind ?? reply.kind, text: reply.kind === 'text' ? reply.text : null, body };
}

/** The answer as a stream sends it: the text in pieces, the last one with the reason why it ends. */
export function streamed({ text, body }: ModelAnswer): JsonObject[] {
  if (text === null) return [body];
  const characters = [...text];
  const size = Math.ceil(characters.length / PIECES);
  const pieces = Array.from({ length: PIECES }, (_, at) => characters.slice(at * size, (at + 1) * size).join(''));
  const filled = pieces.filter((piece) => piece !== '').map((piece) => candidate({ content: textContent(piece) }));
  const [end] = body['candidates'] as JsonObject[];
  return [...filled, { ...body, ...candidate({ ...end, content: textContent('') }) }];
}

function replyUnder(fault: FaultOf<'gemini'> | undefined, question: Question): ModelReply {
  switch (fault?.kind) {
    case 'reply':
      return { kind: 'text', text: fault.text };
    case 'blank-text':
      return { kind: 'text', text: ' \n' };
    case 'max-tokens':
      return {
        kind: 'text',
        text: `You asked about ${question.burst.join(', ').slice(0, 200)}, and the answer to tha`,
      };
    case 'tool-call':
      return { kind: 'tool-call', name: fault.name, args: fault.args };
    case 'unknown-tool':
      return { kind: 'tool-call', name: 'open_ticket_that_nobody_declared', args: {} };
    case 'obey':
      return obeyed(question) ?? answerTo(question);
    default:
      return answerTo(question);
  }
}

/** Answers without content, by the fault that asks for them. */
function bentBody(fault: FaultOf<'gemini'> | undefined): { outcome: string; body: JsonObject } | undefined {
  const outcome = fault?.kind;
  switch (outcome) {
    case 'empty':
      return { outcome, body: {} };
    case 'blocked-prompt':
      return { outcome, body: { promptFeedback: { blockReason: 'SAFETY', safetyRatings: SAFETY_RATINGS } } };
    case 'safety':
      return { outcome, body: candidate({ finishReason: 'SAFETY', safetyRatings: SAFETY_RATINGS }) };
    case 'recitation':
      return { outcome, body: candidate({ finishReason: 'RECITATION' }) };
    case 'thought-only':
      return { outcome, body: candidate({ content: THOUGHT, finishReason: 'STOP' }) };
    case 'malformed-call':
      return { outcome, body: candidate({ content: {}, finishReason: 'MALFORMED_FUNCTION_CALL' }) };
    default:
      return undefined;
  }
}

const candidate = (only: JsonObject): JsonObject => ({ candidates: [{ ...only, index: 0 }] });
const textContent = (text: string): JsonObject => ({ role: 'model', parts: [{ text }] });
const THOUGHT = { role: 'model', parts: [{ text: 'The customer wants something.', thought: true }] };
const contentOf = (reply: ModelReply, copies: number): JsonObject => {
  if (reply.kind === 'text') return textContent(reply.text);
  const call = { functionCall: { name: reply.name, args: reply.args }, thoughtSignature: THOUGHT_SIGNATURE };
  return { role: 'model', parts: Array.from({ length: copies }, () => call) };
};

/** Rough: four characters a token; nothing is said of kinds there are none of. */
function usage(asked: number, answered: number, isThought: boolean): JsonObject {
  const [promptTokenCount, said] = [Math.ceil(asked / 4), Math.ceil(answered / 4)];
  const output = isThought ? { thoughtsTokenCount: said } : { candidatesTokenCount: said };
  return { promptTokenCount, ...output, totalTokenCount: promptTokenCount + said };
}

import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { StructuredToolInterface } from '@langchain/core/tools';
import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { GeminiChat, type TokenCount } from '../../infra/clients/gemini/gemini-chat.js';
import type { Settings } from '../../infra/config/settings.js';
import type { FlawKind } from '../answer/flaw.js';
import { flawInError, flawInMessage } from '../answer/message-flaw.js';
import { faultOf, type ModelFault, SILENCE } from './model-fault.js';
import { Prices } from './prices.js';
import { estimateTokens } from './token-estimate.js';
import type { Usage } from './usage.js';

const FIRST_PAUSE_MS = 400;
/** Longest answer, thoughts included, in tokens: what one request can cost at most. */
const LONGEST_OUTPUT = 8_192;

/** No model answered, and why the last one did not. */
export class ModelFailed extends Error {
  constructor(readonly fault: ModelFault) {
    super(fault.message);
  }
}

export interface ModelAnswer {
  /** Without content where the provider handed over none. */
  message: AIMessage;
  /** What is wrong with it as it came; its words are looked at by others. */
  flaw: FlawKind | null;
}

interface Question {
  prompt: BaseMessage[];
  tools: StructuredToolInterface[];
  usage: Usage;
}

const NEVER = new AbortController().signal;
const NOTHING: TokenCount = { input: 0, cached: 0, output: 0, thought: 0 };

/**
 * The language model behind one question: a prompt and tools in, one message out. Repeats what may pass, with the
 * provider's hint first, then asks the fallback model where there is one; the last failure is a {@link ModelFailed}.
 * Each request is counted in the turn's usage. An abort closes the connection and is passed on as the signal's reason.
 */
export class Model {
  private readonly logger = new Logger(Model.name);

  private readonly prices: Prices;

  constructor(private readonly settings: Settings) {
    this.prices = new Prices(settings.MODEL_PRICES);
    for (const model of [settings.GEMINI_MODEL, settings.GEMINI_FALLBACK_MODEL]) {
      if (model === undefined || this.prices.knows(model)) continue;
      this.logger.warn(`No price is known for ${model}; it counts as the dearest model. Set MODEL_PRICES.`);
    }
  }

  /** @throws ModelFailed, LimitReached, or the signal's reason. */
  async ask(
    prompt: BaseMessage[],
    tools: StructuredToolInterface[],
    usage: Usage,
    signal = NEVER,
  ): Promise<ModelAnswer> {
    const { GEMINI_MODEL, GEMINI_FALLBACK_MODEL, TURN_TIMEOUT_MS } = this.settings;
    const question = { prompt, tools, usage };
    if (GEMINI_FALLBACK_MODEL === undefined) return answerOf(await this.askOne(GEMINI_MODEL, question, signal));
    // The first model may take half of the turn's time, so that the second has some.
    const half = AbortSignal.any([signal, AbortSignal.timeout(TURN_TIMEOUT_MS / 2)]);
    const first = await this.askOne(GEMINI_MODEL, question, half).catch((error: unknown) => {
      signal.throwIfAborted();
      if (half.aborted) return SILENCE;
      throw error;
    });
    if ('flaw' in first) return first;
    this.logger.warn({ msg: 'The fallback model is asked', model: GEMINI_FALLBACK_MODEL, why: first.message });
    return answerOf(await this.askOne(GEMINI_FALLBACK_MODEL, question, signal));
  }

  private async askOne(model: string, question: Question, signal: AbortSignal): Promise<ModelAnswer | ModelFault> {
    for (let tries = 1; ; tries++) {
      const answer = await this.request(model, question, signal);
      if ('flaw' in answer || tries === question.usage.triesPerModel || !answer.retryable) return answer;
      await pause(pauseBefore(tries, answer), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  private async request(
    model: string,
    { prompt, tools, usage }: Question,
    signal: AbortSignal,
  ): Promise<ModelAnswer | ModelFault> {
    const estimated = estimateTokens(prompt);
    usage.admitModelCall(estimated);
    const chat = new GeminiChat({ ...this.client(), model }, signal);
    const begun = performance.now();
    try {
      const message = await chat.bindTools(tools).invoke(prompt, { signal });
      return { message, flaw: flawInMessage(message) };
    } catch (error) {
      signal.throwIfAborted();
      const flaw = flawInError(error);
      return flaw === null ? faultOf(error) : { message: new AIMessage(''), flaw };
    } finally {
      // Whoever hangs up may still be billed for the question.
      const tokens = chat.tokens ?? (signal.aborted ? { ...NOTHING, input: estimated } : NOTHING);
      usage.countModelCall(model, tokens, Math.round(performance.now() - begun), this.prices.costOf(model, tokens));
    }
  }

  private client() {
    return {
      apiKey: this.settings.GOOGLE_API_KEY ?? 'not-set',
      baseUrl: this.settings.GEMINI_API_URL.replace(/\/$/, ''),
      maxRetries: 0,
      maxOutputTokens: LONGEST_OUTPUT,
    };
  }
}

function answerOf(answer: ModelAnswer | ModelFault): ModelAnswer {
  if ('flaw' in answer) return answer;
  throw new ModelFailed(answer);
}

const pauseBefore = (tries: number, { retryAfterMs }: ModelFault): number =>
  retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (tries - 1) * (1 + Math.random() / 2);

import type { AIMessage, BaseMessage } from '@langchain/core/messages';
import type { StructuredToolInterface } from '@langchain/core/tools';
import { setTimeout as pause } from 'node:timers/promises';
import { GeminiChat } from '../infra/clients/gemini/gemini-chat.js';
import type { Settings } from '../infra/config/settings.js';
import { type ModelFault, faultOf } from './model-fault.js';

/** Tries of one question to the model, the first included. */
const TRIES = 3;
const FIRST_PAUSE_MS = 400;

/** The model failed for good, and why. */
export class ModelFailed extends Error {
  constructor(readonly fault: ModelFault) {
    super(fault.message);
  }
}

const NEVER = new AbortController().signal;

export interface ModelAnswer {
  message: AIMessage;
  /** Requests made, failed ones included. */
  calls: number;
}

/**
 * The language model behind one question: a prompt and tools in, one message out. Retries what may pass (rate limits,
 * overload, a broken connection, an answer without content), with the provider's hint first; everything else, and the
 * last failure, is a {@link ModelFailed}. An abort is passed on as the signal's own reason.
 */
export class Model {
  private readonly chat: GeminiChat;

  constructor(settings: Settings) {
    this.chat = new GeminiChat({
      model: settings.GEMINI_MODEL,
      apiKey: settings.GOOGLE_API_KEY ?? 'not-set',
      baseUrl: settings.GEMINI_API_URL.replace(/\/$/, ''),
      maxRetries: 0,
    });
  }

  get name(): string {
    return this.chat.model;
  }

  async ask(prompt: BaseMessage[], tools: StructuredToolInterface[], signal = NEVER): Promise<ModelAnswer> {
    const model = this.chat.bindTools(tools);
    for (let calls = 1; ; calls++) {
      const answer = await this.once(() => model.invoke(prompt, { signal }), signal);
      if (!('fault' in answer)) return { message: answer, calls };
      if (calls === TRIES || !answer.fault.retryable) throw new ModelFailed(answer.fault);
      await pause(pauseBefore(calls, answer.fault), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  private async once(call: () => Promise<AIMessage>, signal: AbortSignal): Promise<AIMessage | { fault: ModelFault }> {
    try {
      const message = await call();
      return isEmpty(message) ? { fault: EMPTY } : message;
    } catch (error) {
      signal.throwIfAborted();
      return { fault: faultOf(error) };
    }
  }
}

const EMPTY: ModelFault = {
  reason: 'answer_refused',
  message: 'The model answered nothing',
  retryable: true,
  retryAfterMs: null,
};

const isEmpty = (message: AIMessage): boolean => message.text.trim() === '' && (message.tool_calls ?? []).length === 0;

const pauseBefore = (calls: number, { retryAfterMs }: ModelFault): number =>
  retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (calls - 1) * (1 + Math.random() / 2);

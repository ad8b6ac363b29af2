import type { TokenCount } from '../../infra/clients/gemini/gemini-chat.js';

/** Requests to the model in one turn, repeats included: whoever has not answered after seven rounds of tools will not. */
const MOST_MODEL_CALLS = 8;
/** Of one question to one model, the first included; the pauses between them grow. */
const TRIES_PER_MODEL = 3;
/** Calls of tools in one turn; a dozen look-ups answer any question. */
const MOST_TOOL_CALLS = 16;
/** Tokens of one turn: ten times what a usual one takes, so that one that runs away costs cents. */
const MOST_TOKENS = 120_000;
/** The same tool with the same arguments: the third time it gives what it gave before. */
const MOST_REPEATS = 2;

export interface ToolCall {
  name: string;
  args: unknown;
}

/** The turn used up what one turn may use; the message says what. */
export class LimitReached extends Error {}

/**
 * What one turn has used so far, and what it may use. It is true at any moment, so that a turn that is stopped or
 * breaks is counted as well.
 */
export class Usage {
  /** The model that was asked last. */
  model: string | null = null;
  modelCalls = 0;
  /** Milliseconds spent waiting for models. */
  modelMs = 0;
  /** What it cost, in millionths of a dollar. */
  microUsd = 0;
  /** Requests of one question to one model; fewer where the turn only finds out whether it answers. */
  triesPerModel = TRIES_PER_MODEL;
  readonly tokens: TokenCount = { input: 0, cached: 0, output: 0, thought: 0 };
  /** Names of the tools called, in order. */
  readonly tools: string[] = [];
  private readonly repeats = new Map<string, number>();

  constructor(
    private mostTokens = MOST_TOKENS,
    private mostModelCalls = MOST_MODEL_CALLS,
  ) {}

  /**
   * Before each request; `promptTokens` is an estimate. An answer under way may pass the limit by its own length.
   * @throws LimitReached
   */
  admitModelCall(promptTokens: number): void {
    if (this.modelCalls >= this.mostModelCalls) throw new LimitReached(`The model was asked ${this.modelCalls} times.`);
    if (this.totalTokens + promptTokens > this.mostTokens) {
      throw new LimitReached(`The answer would take more than ${this.mostTokens} tokens.`);
    }
  }

  /** Before the tools of one message run. @throws LimitReached */
  admitTools(calls: readonly ToolCall[]): void {
    if (this.tools.length + calls.length > MOST_TOOL_CALLS) {
      throw new LimitReached(`The model called more than ${MOST_TOOL_CALLS} tools.`);
    }
    for (const { name, args } of calls) {
      const call = `${name} ${JSON.stringify(args)}`;
      const repeats = (this.repeats.get(call) ?? 0) + 1;
      if (repeats > MOST_REPEATS) throw new LimitReached(`The model called ${name} in circles.`);
      this.repeats.set(call, repeats);
      this.tools.push(name);
    }
  }

  /** After each request, whatever it brought. */
  countModelCall(model: string, tokens: TokenCount, ms: number, microUsd: number): void {
    this.model = model;
    this.modelCalls += 1;
    this.modelMs += ms;
    this.microUsd += microUsd;
    for (const kind of ['input', 'cached', 'output', 'thought'] as const) this.tokens[kind] += tokens[kind];
  }

  /** Counts what was used beside the turn's own question, under limits of its own: it takes nothing from this one's. */
  add(other: Usage): void {
    this.model = other.model ?? this.model;
    this.modelCalls += other.modelCalls;
    this.mostModelCalls += other.modelCalls;
    this.mostTokens += other.totalTokens;
    this.modelMs += other.modelMs;
    this.microUsd += other.microUsd;
    for (const kind of ['input', 'cached', 'output', 'thought'] as const) this.tokens[kind] += other.tokens[kind];
  }

  get totalTokens(): number {
    const { input, output, thought } = this.tokens;
    return input + output + thought;
  }
}

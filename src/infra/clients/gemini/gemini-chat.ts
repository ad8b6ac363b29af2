import { ChatGoogleGenerativeAI, type GoogleGenerativeAIChatInput } from '@langchain/google-genai';

/** Tokens of one request as the provider bills them. */
export interface TokenCount {
  /** Of the prompt, cached ones included. */
  input: number;
  /** Those of the prompt that were cached, and cost less. */
  cached: number;
  output: number;
  /** Thought before the answer; billed as output. */
  thought: number;
}

type Complete = ChatGoogleGenerativeAI['completionWithRetry'];

/**
 * The Gemini model as LangChain sees it, for one request. Version 2.3.2 drops the caller's signal on calls that do not
 * stream, so an aborted turn would keep its socket until the model answers; and it loses the token count of an answer
 * without content, and of thoughts always.
 */
export class GeminiChat extends ChatGoogleGenerativeAI {
  /** Null while no response has come. */
  tokens: TokenCount | null = null;

  constructor(
    fields: GoogleGenerativeAIChatInput,
    private readonly signal: AbortSignal,
  ) {
    super(fields);
  }

  override async completionWithRetry(...[request, options]: Parameters<Complete>): ReturnType<Complete> {
    const result = await super.completionWithRetry(request, { ...options, signal: this.signal } as typeof options);
    if ('response' in result) this.tokens = tokensIn(result.response.usageMetadata);
    return result;
  }
}

/** The fields of `usageMetadata`; the client's own types know no thoughts. */
interface UsageMetadata {
  promptTokenCount?: number;
  cachedContentTokenCount?: number;
  candidatesTokenCount?: number;
  thoughtsTokenCount?: number;
}

const tokensIn = (usage: UsageMetadata = {}): TokenCount => ({
  input: usage.promptTokenCount ?? 0,
  cached: usage.cachedContentTokenCount ?? 0,
  output: usage.candidatesTokenCount ?? 0,
  thought: usage.thoughtsTokenCount ?? 0,
});

import { AsyncLocalStorage } from 'node:async_hooks';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';

const callSignal = new AsyncLocalStorage<AbortSignal | undefined>();

type Generate = ChatGoogleGenerativeAI['_generate'];
type Complete = ChatGoogleGenerativeAI['completionWithRetry'];

/**
 * The Gemini model as LangChain sees it, with an abort that works: version 2.3.2 drops the caller's signal on calls
 * that do not stream, so an aborted turn would keep its socket until the model answers. The signal travels beside the
 * call and is put back where the request is made.
 */
export class GeminiChat extends ChatGoogleGenerativeAI {
  override _generate(...[messages, options, runManager]: Parameters<Generate>): ReturnType<Generate> {
    return callSignal.run(options.signal, () => super._generate(messages, options, runManager));
  }

  override completionWithRetry(...[request, options]: Parameters<Complete>): ReturnType<Complete> {
    const signal = callSignal.getStore();
    return super.completionWithRetry(request, {
      ...options,
      ...(signal === undefined ? {} : { signal }),
    } as typeof options);
  }
}

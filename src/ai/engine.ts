import type { Database } from '../infra/database/database.js';
import type { Settings } from '../infra/config/settings.js';
import type { Faults } from '../infra/faults/faults.js';
import type { AssistantResult, PersonReason, Thread, Usage } from './assistant.js';
import { CheckpointRepository } from './checkpoint.repository.js';
import { type AssistantGraph, buildGraph } from './graph/graph.js';
import { readMemory } from './graph/nodes/hydrate.js';
import type { Outcome } from './graph/state.js';
import { Model, ModelFailed } from './model.js';

/** Steps of one run: a model that calls tools in circles is stopped here. */
const STEP_LIMIT = 14;

/** Runs the graph on the threads of conversations. */
export class Engine {
  private readonly model: Model;
  private readonly graph: AssistantGraph;

  constructor(
    db: Database,
    private readonly settings: Settings,
    faults: Faults,
  ) {
    this.model = new Model(settings);
    const checkpoints = new CheckpointRepository(db, faults);
    this.graph = buildGraph(this.model, settings.ASSISTANT_INSTRUCTIONS, checkpoints, faults);
  }

  /** See {@link Assistant.answer}. */
  async answer(thread: Thread, signal: AbortSignal): Promise<AssistantResult> {
    const deadline = AbortSignal.timeout(this.settings.TURN_TIMEOUT_MS);
    const usage: Usage = { model: this.model.name, modelCalls: 0, inputTokens: 0, outputTokens: 0 };
    try {
      return await this.run(thread, usage, AbortSignal.any([signal, deadline]));
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.aborted) return givenUp('model_failed', 'The answer took too long.', usage);
      if (error instanceof ModelFailed) return givenUp(error.fault.reason, error.message, usage);
      if ((error as Error).name === 'GraphRecursionError') {
        return givenUp('model_failed', 'The model called tools in circles.', usage);
      }
      throw error;
    }
  }

  /** See {@link Assistant.remember}. */
  async remember(thread: Thread): Promise<void> {
    const config = this.configOf(thread);
    await this.graph.updateState(config, { memory: await readMemory(thread.transcript) }, 'reply');
  }

  private async run(thread: Thread, usage: Usage, signal: AbortSignal): Promise<AssistantResult> {
    const state = await this.graph.invoke(
      { exchange: [], burst: [], outcome: null, usage },
      { ...this.configOf(thread), signal, durability: 'exit', recursionLimit: STEP_LIMIT },
    );
    return { ...(state.outcome as Outcome), usage: state.usage };
  }

  private configOf({ conversationId, transcript }: Thread) {
    return { configurable: { thread_id: conversationId, transcript } };
  }
}

const givenUp = (reason: PersonReason, summary: string, usage: Usage): AssistantResult => ({
  kind: 'person',
  request: { reason, summary, farewell: null },
  usage,
});

import type { Database } from '../infra/database/database.js';
import type { Settings } from '../infra/config/settings.js';
import type { Faults } from '../infra/faults/faults.js';
import { GeminiFiles } from '../infra/clients/gemini/gemini-files.js';
import {
  type AssistantResult,
  type Earlier,
  type OpenFile,
  type OpenThread,
  requestBecause,
  type SentFile,
  type Thread,
  type TranscriptEntry,
  type Transcription,
} from './assistant.js';
import { Outgoing } from './answer/outgoing.js';
import { BusinessTools } from './business-tools/business-tools.js';
import { CheckpointRepository } from './checkpoint.repository.js';
import { type AssistantGraph, buildGraph } from './graph/graph.js';
import { readMemory } from './graph/nodes/hydrate.js';
import { RULES } from './graph/prompt.js';
import type { Run } from './graph/run.js';
import { NEW_RUN, type Outcome } from './graph/state.js';
import { Knowledge } from './knowledge/knowledge.js';
import { meaningFor } from './knowledge/meaning/meaning.js';
import { PassageRepository } from './knowledge/passage.repository.js';
import { sumUp } from './memory/sum-up.js';
import { Model, ModelFailed } from './model/model.js';
import { type ModelFault, SILENCE } from './model/model-fault.js';
import { LimitReached, type Usage } from './model/usage.js';
import { FileParts } from './senses/file-parts.js';
import { Transcriber } from './senses/transcriber.js';

/** Steps of one run: more than the limits of {@link Usage} leave room for. */
const STEP_LIMIT = 40;

/** Runs the graph on the threads of conversations. */
export class Engine {
  private readonly graph: AssistantGraph;
  private readonly checkpoints: CheckpointRepository;
  private readonly model: Model;
  private readonly files: FileParts;
  private readonly transcriber: Transcriber;

  constructor(
    db: Database,
    private readonly settings: Settings,
    faults: Faults,
  ) {
    this.checkpoints = new CheckpointRepository(db, faults);
    const knowledge = new Knowledge(new PassageRepository(db), settings, meaningFor(settings, db));
    const tools = new BusinessTools(settings, faults);
    const outgoing = new Outgoing(settings, RULES);
    this.model = new Model(settings);
    this.files = new FileParts(new GeminiFiles(settings));
    this.transcriber = new Transcriber(this.model, this.files);
    const { model, files, checkpoints } = this;
    this.graph = buildGraph({ model, files, knowledge, tools, outgoing, checkpoints, faults });
  }

  /** See {@link Assistant.answer}. */
  async answer(thread: OpenThread, usage: Usage, signal: AbortSignal): Promise<AssistantResult> {
    const deadline = AbortSignal.timeout(this.settings.TURN_TIMEOUT_MS);
    try {
      return await this.run(thread, usage, AbortSignal.any([signal, deadline]));
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.aborted) return outcomeOf(SILENCE);
      if (error instanceof ModelFailed) return outcomeOf(error.fault);
      if (error instanceof LimitReached) return givenUp(error.message);
      throw error;
    }
  }

  /** See {@link Assistant.transcribe}. */
  transcribe(file: SentFile, open: OpenFile, usage: Usage, signal: AbortSignal): Promise<Transcription> {
    return this.transcriber.write(file, open, usage, signal);
  }

  /** See {@link Assistant.sumUp}. */
  sumUp(earlier: Earlier, said: TranscriptEntry[], usage: Usage, signal: AbortSignal): Promise<Earlier> {
    return sumUp(this.model, earlier, said, usage, signal);
  }

  /** See {@link Assistant.remember}. */
  async remember(thread: Thread): Promise<void> {
    const config = { configurable: { thread_id: thread.conversationId, claim: thread.claim } };
    await this.graph.updateState(config, await readMemory(thread.transcript), 'reply');
  }

  /** See {@link Assistant.forget}. */
  forget(conversationId: string): Promise<void> {
    return this.checkpoints.deleteThread(conversationId);
  }

  private async run({ conversationId, ...given }: OpenThread, usage: Usage, signal: AbortSignal): Promise<Outcome> {
    const run: Run = { ...given, usage, calls: [], uploads: [] };
    const config = { configurable: { thread_id: conversationId, ...run }, signal, recursionLimit: STEP_LIMIT };
    try {
      const state = await this.graph.invoke(NEW_RUN, { ...config, durability: 'exit' });
      return { ...(state.outcome as Outcome), facts: state.facts ?? [] };
    } finally {
      await Promise.allSettled(run.calls);
      void this.files.remove(run.uploads);
    }
  }
}

const outcomeOf = ({ message, isOutage, retryAfterMs }: ModelFault): AssistantResult =>
  isOutage ? { kind: 'model_away', cause: message, retryAfterMs } : givenUp(message);

const givenUp = (cause: string): AssistantResult => ({
  kind: 'person',
  request: requestBecause('model_failed', cause),
});

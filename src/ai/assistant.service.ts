import { Injectable } from '@nestjs/common';
import { Settings } from '../infra/config/settings.js';
import { Database } from '../infra/database/database.js';
import { Faults } from '../infra/faults/faults.js';
import { loadLanguages } from '../infra/language/language.js';
import {
  Assistant,
  type AssistantResult,
  type Earlier,
  type OpenFile,
  type OpenThread,
  type SentFile,
  type Thread,
  type TranscriptEntry,
  type Transcription,
} from './assistant.js';
import type { Engine } from './engine.js';
import type { Usage } from './model/usage.js';

/**
 * The assistant for the rest of the system. The engine and its libraries are loaded when they are first needed, so
 * that a process which only serves HTTP does without their forty megabytes.
 */
@Injectable()
export class AssistantService extends Assistant {
  private engine: Promise<Engine> | undefined;

  constructor(
    private readonly db: Database,
    private readonly settings: Settings,
    private readonly faults: Faults,
  ) {
    super();
  }

  override async answer(thread: OpenThread, usage: Usage, signal: AbortSignal): Promise<AssistantResult> {
    return (await this.loaded()).answer(thread, usage, signal);
  }

  override async transcribe(file: SentFile, open: OpenFile, usage: Usage, signal: AbortSignal): Promise<Transcription> {
    return (await this.loaded()).transcribe(file, open, usage, signal);
  }

  override async sumUp(earlier: Earlier, said: TranscriptEntry[], usage: Usage, signal: AbortSignal): Promise<Earlier> {
    return (await this.loaded()).sumUp(earlier, said, usage, signal);
  }

  override async remember(thread: Thread): Promise<void> {
    return (await this.loaded()).remember(thread);
  }

  override async forget(conversationId: string): Promise<void> {
    return (await this.loaded()).forget(conversationId);
  }

  override async warmUp(): Promise<void> {
    await Promise.all([this.loaded(), loadLanguages()]);
  }

  private loaded(): Promise<Engine> {
    this.engine ??= import('./engine.js').then(({ Engine }) => new Engine(this.db, this.settings, this.faults));
    return this.engine;
  }
}

import { Injectable } from '@nestjs/common';
import { Assistant, type Transcription } from '../../ai/assistant.js';
import { Usage } from '../../ai/model/usage.js';
import { MediaStore } from '../../infra/media-store/media-store.js';
import { type Recording, RecordingRepository } from './recording.repository.js';

/** Recordings that one turn listens to, and how many at once. The oldest come first: they say what it is about. */
const MOST_RECORDINGS = 12;
const AT_ONCE = 4;

/** What was made of the recordings of a burst. */
export interface Heard {
  words: string[];
  /** Why the others have no words. */
  failures: string[];
}

/**
 * Puts what customers say in recordings into the texts of their messages, before anything else reads them. It is done
 * once for each: a turn that is repeated finds the words there, and tries again only where there are none.
 */
@Injectable()
export class VoiceService {
  constructor(
    private readonly recordings: RecordingRepository,
    private readonly assistant: Assistant,
    private readonly store: MediaStore,
  ) {}

  /** @throws the signal's reason when it is aborted; what has been written down by then stays. */
  async hear(messageIds: string[], usage: Usage, signal: AbortSignal): Promise<Heard> {
    const open = await this.recordings.open(messageIds);
    const heard: Heard = { words: [], failures: [] };
    for (let at = 0; at < open.length; at += AT_ONCE) {
      const some = open.slice(at, at + AT_ONCE);
      const written = await Promise.all(
        some.map((one) => (at < MOST_RECORDINGS ? this.write(one, usage, signal) : this.leave(one))),
      );
      heard.words.push(...written.flatMap(({ words }) => words ?? []));
      heard.failures.push(...written.flatMap(({ failure }) => failure ?? []));
    }
    return heard;
  }

  private async write({ messageId, file }: Recording, usage: Usage, signal: AbortSignal): Promise<Transcription> {
    const written = await this.assistant.transcribe(file, (id) => this.store.get(id), usage, signal);
    await this.recordings.keep(messageId, written);
    return written;
  }

  private async leave({ messageId }: Recording): Promise<Transcription> {
    await this.recordings.keep(messageId, LEFT);
    return LEFT;
  }
}

const LEFT: Transcription = { words: null, failure: 'there were too many at once', model: null };

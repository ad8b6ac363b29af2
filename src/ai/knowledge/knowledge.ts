import type { Settings } from '../../infra/config/settings.js';
import { queryFor } from './find/query.js';
import type { Library, Passage, PassageRepository } from './passage.repository.js';

/** Passages found by one question. */
const PASSAGES_LIMIT = 6;
/** What is true of the whole library is looked up this often at most; a sync shows a moment later. */
const LIBRARY_AGE_MS = 2_000;

/** What the assistant knows of the business. Without a folder it asks nobody. */
export class Knowledge {
  private library: { at: number; read: Promise<Library> } | undefined;

  constructor(
    private readonly passages: PassageRepository,
    private readonly settings: Settings,
  ) {}

  /** What assistant.md says, and after it what the settings add. */
  async instructions(): Promise<string> {
    const { instructions } = await this.wholeLibrary();
    return [instructions, this.settings.ASSISTANT_INSTRUCTIONS].filter((part) => part !== '').join('\n\n');
  }

  async isEmpty(): Promise<boolean> {
    return (await this.wholeLibrary()).chunkCount === 0;
  }

  /**
   * The passages that fit `question` best, best first.
   * @param context what was said before, for a question that says little by itself
   */
  async find(question: string, context = ''): Promise<Passage[]> {
    const { chunkCount, languages } = await this.wholeLibrary();
    if (chunkCount === 0) return [];
    const query = queryFor(question, languages, context);
    return query.size === 0 ? [] : this.passages.find(query, chunkCount, PASSAGES_LIMIT);
  }

  private wholeLibrary(): Promise<Library> {
    if (this.settings.BUSINESS_DIR === undefined) return Promise.resolve(NO_LIBRARY);
    if (this.library === undefined || Date.now() - this.library.at > LIBRARY_AGE_MS) {
      const read = this.passages.library();
      this.library = { at: Date.now(), read };
      read.catch(() => (this.library = undefined));
    }
    return this.library.read;
  }
}

const NO_LIBRARY: Library = { instructions: '', chunkCount: 0, languages: [] };

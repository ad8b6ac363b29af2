import type { ToolDeclaration } from '../business-tools/declaration.js';
import type { Settings } from '../../infra/config/settings.js';
import { fuse } from './find/fuse.js';
import { queryFor } from './find/query.js';
import type { Meaning } from './meaning/meaning.js';
import type { Library, Passage, PassageRepository } from './passage.repository.js';

/** Passages found by one question. */
const PASSAGES_LIMIT = 6;
/** Of each way to find them, where they are then put together. */
const CANDIDATES_LIMIT = 20;
/** A question with fewer characters means little without what was said before. */
const SHORT_QUESTION = 40;
/** What is true of the whole library is looked up this often at most; a sync shows a moment later. */
const LIBRARY_AGE_MS = 2_000;

/** What the assistant knows of the business. Without a folder it asks nobody. */
export class Knowledge {
  private library: { at: number; read: Promise<Library> } | undefined;

  constructor(
    private readonly passages: PassageRepository,
    private readonly settings: Settings,
    /** Null where passages are found by their words alone. */
    private readonly meaning: Meaning | null = null,
  ) {}

  /** What assistant.md says, and after it what the settings add. */
  async instructions(): Promise<string> {
    const { instructions } = await this.wholeLibrary();
    return [instructions, this.settings.ASSISTANT_INSTRUCTIONS].filter((part) => part !== '').join('\n\n');
  }

  async isEmpty(): Promise<boolean> {
    return (await this.wholeLibrary()).chunkCount === 0;
  }

  /** The tools that tools.json declares. */
  async tools(): Promise<ToolDeclaration[]> {
    return (await this.wholeLibrary()).tools;
  }

  /**
   * The passages that fit `question` best, best first: by their words, and by their meaning where there are embeddings.
   * @param context what was said before, for a question that says little by itself
   * @throws the signal's reason when it is aborted
   */
  async find(question: string, context = '', signal = NEVER): Promise<Passage[]> {
    const library = await this.wholeLibrary();
    if (library.chunkCount === 0) return [];
    if (this.meaning === null) return this.findByWords(question, context, library, PASSAGES_LIMIT);
    const asked = question.length < SHORT_QUESTION ? `${context}\n${question}` : question;
    const [byWords, byMeaning] = await Promise.all([
      this.findByWords(question, context, library, CANDIDATES_LIMIT),
      this.meaning.nearest(asked.trim(), CANDIDATES_LIMIT, signal),
    ]);
    return this.together(byWords, byMeaning);
  }

  private async findByWords(question: string, context: string, library: Library, limit: number): Promise<Passage[]> {
    const query = queryFor(question, library.languages, context);
    return query.size === 0 ? [] : this.passages.find(query, library.chunkCount, limit);
  }

  private async together(byWords: Passage[], byMeaning: number[]): Promise<Passage[]> {
    const found = new Map(byWords.map((passage) => [passage.id, passage]));
    const best = fuse([[...found.keys()], byMeaning], PASSAGES_LIMIT);
    for (const passage of await this.passages.withIds(best.filter((id) => !found.has(id))))
      found.set(passage.id, passage);
    return best.flatMap((id) => found.get(id) ?? []);
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

const NEVER = new AbortController().signal;
const NO_LIBRARY: Library = { instructions: '', tools: [], chunkCount: 0, languages: [] };

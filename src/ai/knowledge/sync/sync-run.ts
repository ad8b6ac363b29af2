import { createHash } from 'node:crypto';
import type { ToolSettings } from '../../business-tools/read-tools.js';
import type { IndexRepository, IndexedDocument, OwnWords } from '../index.repository.js';
import type { EmbeddingReport } from '../meaning/embed-chunks.js';
import type { IndexedChunk } from '../terms/impacts.js';
import { type BusinessFolder, INSTRUCTIONS_FILE, type KnowledgeFile, TOOLS_FILE } from './business-folder.js';

/** What a sync did, by the paths of the files. */
export interface SyncReport {
  added: string[];
  changed: string[];
  removed: string[];
  unchanged: string[];
  /** Files that stay in the index as they were before, and why. */
  unreadable: { path: string; reason: string }[];
  /** In the whole index, when the sync ended. */
  chunks: number;
  /** How many of them can be found by their meaning; not there where none are to be. */
  embeddings?: EmbeddingReport;
}

export type FileOutcome = Exclude<keyof SyncReport, 'chunks' | 'embeddings'>;
/** Is told of each file when it is done. */
export type Progress = (outcome: FileOutcome, path: string) => void;

/** Chunks of all files together. */
const LIBRARY_LIMIT = 20_000;
/** Raised when files are read, cut or indexed in another way: then every file is indexed anew. */
const INDEX_VERSION = 1;

/** One sync, from the first file to the last. */
export class SyncRun {
  private readonly report: SyncReport = {
    added: [],
    changed: [],
    removed: [],
    unchanged: [],
    unreadable: [],
    chunks: 0,
  };

  constructor(
    private readonly index: IndexRepository,
    private readonly fence: number,
    private readonly folder: BusinessFolder,
    private readonly settings: ToolSettings,
    private readonly progress: Progress,
    private readonly signal: AbortSignal,
  ) {}

  async all(): Promise<SyncReport> {
    const files = await this.folder.files();
    const known = new Map((await this.index.documents()).map((document) => [document.path, document]));
    await this.ownWords();
    for (const path of await this.removeAllBut(files, known)) known.delete(path);
    for (const { chunk_count: count } of known.values()) this.report.chunks += count;
    for (const file of files) {
      this.signal.throwIfAborted();
      await this.file(file, known.get(file.path));
    }
    return this.report;
  }

  /** What cannot be read leaves in force what was said before. */
  private async ownWords(): Promise<void> {
    const { readInstructions } = await import('./index-file.js');
    const { readTools } = await import('../../business-tools/read-tools.js');
    const before = await this.index.ownWords();
    const toolsOf = (bytes: Buffer): string => JSON.stringify(readTools(bytes, this.settings));
    const now: OwnWords = {
      instructions: await this.own(INSTRUCTIONS_FILE, '', before.instructions, readInstructions),
      tools: await this.own(TOOLS_FILE, '[]', before.tools, toolsOf),
    };
    if (now.instructions !== before.instructions || now.tools !== before.tools) {
      await this.index.setOwnWords(this.fence, now);
    }
  }

  /** @param nothing what stands for a file that is not there */
  private async own(
    path: typeof INSTRUCTIONS_FILE | typeof TOOLS_FILE,
    nothing: string,
    before: string,
    parse: (bytes: Buffer) => string,
  ): Promise<string> {
    const read = await attempted(async () => {
      const bytes = await this.folder.own(path);
      return bytes === null ? nothing : parse(bytes);
    });
    if ('problem' in read) this.unreadable(path, read.problem);
    else if (read.result !== nothing || before !== nothing) this.note(outcomeOf(before, read.result, nothing), path);
    return 'problem' in read ? before : read.result;
  }

  private async removeAllBut(files: readonly KnowledgeFile[], known: Map<string, unknown>): Promise<string[]> {
    const there = new Set(files.map(({ path }) => path));
    const gone = [...known.keys()].filter((path) => !there.has(path));
    for (const path of gone) {
      await this.index.remove(this.fence, path);
      this.note('removed', path);
    }
    return gone;
  }

  private async file(file: KnowledgeFile, before: IndexedDocument | undefined): Promise<void> {
    const read = await attempted(() => this.changed(file, before));
    if ('problem' in read) {
      await this.index.putProblem(this.fence, file.path, read.problem);
      return this.unreadable(file.path, read.problem);
    }
    if (read.result === null) return this.note('unchanged', file.path);
    const { hash, chunks } = read.result;
    await this.index.put(this.fence, file.path, hash, chunks);
    this.report.chunks += chunks.length - (before?.chunk_count ?? 0);
    this.note(before?.hash == null ? 'added' : 'changed', file.path);
  }

  /** @returns null for a file that is indexed as it is. */
  private async changed(
    file: KnowledgeFile,
    before: IndexedDocument | undefined,
  ): Promise<{ hash: string; chunks: IndexedChunk[] } | null> {
    const bytes = await file.read();
    const hash = createHash('sha256').update(`${INDEX_VERSION}\n`).update(bytes).digest('hex');
    if (before?.hash === hash && before.problem === null) return null;
    const { indexFile } = await import('./index-file.js');
    const chunks = await indexFile(file.path, bytes);
    const total = this.report.chunks - (before?.chunk_count ?? 0) + chunks.length;
    if (total > LIBRARY_LIMIT) throw new Error(`All files together have more than ${LIBRARY_LIMIT} parts`);
    return { hash, chunks };
  }

  private note(outcome: Exclude<FileOutcome, 'unreadable'>, path: string): void {
    this.report[outcome].push(path);
    this.progress(outcome, path);
  }

  private unreadable(path: string, reason: string): void {
    this.report.unreadable.push({ path, reason });
    this.progress('unreadable', path);
  }
}

const outcomeOf = (before: string, after: string, nothing: string): 'added' | 'changed' | 'removed' | 'unchanged' => {
  if (before === after) return 'unchanged';
  if (before === nothing) return 'added';
  return after === nothing ? 'removed' : 'changed';
};

/** Whatever goes wrong with one file is told of that file, and the others are read all the same. */
async function attempted<T>(read: () => Promise<T>): Promise<{ result: T } | { problem: string }> {
  try {
    return { result: await read() };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { CallerError } from '../../../infra/errors.js';

/** Largest file that is read, in bytes. */
const FILE_LIMIT = 10 * 1024 * 1024;
/** Files of the knowledge folder, and how deep its folders may go. */
const FILES_LIMIT = 2_000;
const DEPTH_LIMIT = 8;

/** Who the business is, how it speaks, what needs a person: becomes the assistant's instructions. */
export const INSTRUCTIONS_FILE = 'assistant.md';
/** What the assistant may ask of the business's own systems. */
export const TOOLS_FILE = 'tools.json';
const KNOWLEDGE_FOLDER = 'knowledge';

/** A file that is to be in the index. */
export interface KnowledgeFile {
  /** Below the business's folder, with slashes. */
  path: string;
  /** @throws Error where it cannot be read or is too large. */
  read(): Promise<Buffer>;
}

/** The folder the owner edits. */
export class BusinessFolder {
  constructor(private readonly folder: string) {}

  /** A file beside the knowledge, or null where there is none. */
  async own(name: typeof INSTRUCTIONS_FILE | typeof TOOLS_FILE): Promise<Buffer | null> {
    return this.read(name).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }

  /**
   * Every file below `knowledge/`, in the order of their paths. Names that begin with a dot are left out; links are
   * followed, because that is how clusters mount files.
   * @throws CallerError 409 when the business's folder is not there: an index must not be emptied by a missing mount.
   */
  async files(): Promise<KnowledgeFile[]> {
    await readdir(this.folder).catch(() => {
      throw new CallerError(409, `BUSINESS_DIR is no folder that can be read: ${this.folder}`);
    });
    const paths = await this.pathsBelow(KNOWLEDGE_FOLDER, 1);
    return paths.toSorted().map((name) => ({ path: name, read: () => this.read(name) }));
  }

  private async pathsBelow(folder: string, depth: number): Promise<string[]> {
    const names = await readdir(path.join(this.folder, folder)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const paths: string[] = [];
    for (const name of names.filter((one) => !one.startsWith('.'))) {
      const inner = `${folder}/${name}`;
      const kind = await stat(path.join(this.folder, inner)).catch(() => null);
      if (kind?.isDirectory() && depth < DEPTH_LIMIT) paths.push(...(await this.pathsBelow(inner, depth + 1)));
      else if (kind?.isFile()) paths.push(inner);
      if (paths.length > FILES_LIMIT) throw new Error(`The knowledge folder holds more than ${FILES_LIMIT} files`);
    }
    return paths;
  }

  private async read(name: string): Promise<Buffer> {
    const file = path.join(this.folder, name);
    const { size } = await stat(file);
    if (size > FILE_LIMIT) throw new Error(`The file is larger than ${FILE_LIMIT / 1024 / 1024} MB`);
    return readFile(file);
  }
}

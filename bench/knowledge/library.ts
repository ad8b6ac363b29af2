import { IndexRepository } from '../../src/ai/knowledge/index.repository.js';
import { Knowledge } from '../../src/ai/knowledge/knowledge.js';
import { PassageRepository } from '../../src/ai/knowledge/passage.repository.js';
import { KnowledgeSync } from '../../src/ai/knowledge/sync/knowledge-sync.service.js';
import type { Settings } from '../../src/infra/config/settings.js';
import type { Database } from '../../src/infra/database/database.js';

/** The index in a database, as the product fills it and asks it. */
export class BenchLibrary {
  constructor(
    private readonly db: Database,
    private readonly settings: Settings,
  ) {}

  /** Makes it the index of this folder and of nothing else. @returns what the assistant knows then, and how much it is. */
  async become(folder: string): Promise<{ known: Knowledge; chunks: number }> {
    const settings = Object.assign(Object.create(this.settings) as Settings, { BUSINESS_DIR: folder });
    const { unreadable, chunks } = await new KnowledgeSync(new IndexRepository(this.db), settings).sync();
    if (unreadable.length > 0) throw new Error(`Unreadable: ${JSON.stringify(unreadable)}`);
    return { known: new Knowledge(new PassageRepository(this.db), settings), chunks };
  }
}

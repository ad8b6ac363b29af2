import { IndexRepository } from '../../src/ai/knowledge/index.repository.js';
import { Knowledge } from '../../src/ai/knowledge/knowledge.js';
import { type Vector, vectorOf } from '../../src/ai/knowledge/meaning/vector.js';
import { VectorRepository } from '../../src/ai/knowledge/meaning/vector.repository.js';
import { PassageRepository } from '../../src/ai/knowledge/passage.repository.js';
import { KnowledgeSync } from '../../src/ai/knowledge/sync/knowledge-sync.service.js';
import { DIMENSIONS } from '../../src/infra/clients/gemini/gemini-embeddings.js';
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
    const { unreadable, chunks } = await new KnowledgeSync(
      new IndexRepository(this.db),
      new VectorRepository(this.db),
      settings,
    ).sync();
    if (unreadable.length > 0) throw new Error(`Unreadable: ${JSON.stringify(unreadable)}`);
    return { known: new Knowledge(new PassageRepository(this.db), settings), chunks };
  }

  /** Gives every chunk a vector by chance, as an embedding model would one of meaning. */
  async giveVectors(): Promise<VectorRepository> {
    const index = new IndexRepository(this.db);
    const vectors = new VectorRepository(this.db);
    const fence = await index.begin();
    if (fence === null) throw new Error('Another sync runs');
    for (let after = 0; ;) {
      const ids = (await vectors.bare(after, 500)).map(({ id }) => id);
      if (ids.length === 0) break;
      await vectors.put(fence, ids, ids.map(vectorByChance));
      after = Math.max(...ids);
    }
    await index.end(fence);
    return vectors;
  }
}

export const vectorByChance = (): Vector => vectorOf(Array.from({ length: DIMENSIONS }, () => Math.random() - 0.5));

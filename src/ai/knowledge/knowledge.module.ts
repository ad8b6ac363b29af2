import { Module } from '@nestjs/common';
import { IndexRepository } from './index.repository.js';
import { VectorRepository } from './meaning/vector.repository.js';
import { KnowledgeSync } from './sync/knowledge-sync.service.js';

/** The business's own words: the folder the owner edits, and the index made of it. */
@Module({ providers: [IndexRepository, VectorRepository, KnowledgeSync], exports: [KnowledgeSync] })
export class KnowledgeModule {}

import { Module } from '@nestjs/common';
import { Assistant } from './assistant.js';
import { AssistantService } from './assistant.service.js';
import { KnowledgeModule } from './knowledge/knowledge.module.js';

@Module({
  imports: [KnowledgeModule],
  providers: [{ provide: Assistant, useClass: AssistantService }],
  exports: [Assistant],
})
export class AiModule {}

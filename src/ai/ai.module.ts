import { Module } from '@nestjs/common';
import { Assistant } from './assistant.js';
import { ApprovedCalls } from './business-tools/approved-calls.js';
import { AssistantService } from './assistant.service.js';
import { KnowledgeModule } from './knowledge/knowledge.module.js';

@Module({
  imports: [KnowledgeModule],
  providers: [{ provide: Assistant, useClass: AssistantService }, ApprovedCalls],
  exports: [Assistant, ApprovedCalls],
})
export class AiModule {}

import { Module } from '@nestjs/common';
import { KnowledgeModule } from '../ai/knowledge/knowledge.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { EventsController } from './events.controller.js';
import { KnowledgeController } from './knowledge.controller.js';
import { OperatorController } from './operator.controller.js';

@Module({
  imports: [ConversationModule, KnowledgeModule],
  controllers: [OperatorController, EventsController, KnowledgeController],
})
export class OperatorModule {}

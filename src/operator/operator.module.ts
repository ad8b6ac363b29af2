import { Module } from '@nestjs/common';
import { KnowledgeModule } from '../ai/knowledge/knowledge.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { DraftsController } from './drafts.controller.js';
import { EventsController } from './events.controller.js';
import { KnowledgeController } from './knowledge.controller.js';
import { MediaController } from './media/media.controller.js';
import { UploadsController } from './media/uploads.controller.js';
import { OperatorContent } from './message/operator-content.js';
import { OperatorController } from './operator.controller.js';
import { ProfileController } from './profile.controller.js';
import { SendingController } from './sending.controller.js';
import { ToolCallsController } from './tool-calls.controller.js';
import { TemplatesController } from './templates.controller.js';

@Module({
  imports: [ConversationModule, KnowledgeModule],
  providers: [OperatorContent],
  controllers: [
    OperatorController,
    DraftsController,
    EventsController,
    KnowledgeController,
    MediaController,
    ProfileController,
    SendingController,
    UploadsController,
    TemplatesController,
    ToolCallsController,
  ],
})
export class OperatorModule {}

import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { EventsController } from './events.controller.js';
import { OperatorController } from './operator.controller.js';

@Module({ imports: [ConversationModule], controllers: [OperatorController, EventsController] })
export class OperatorModule {}

import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { OperatorController } from './operator.controller.js';

@Module({ imports: [ConversationModule], controllers: [OperatorController] })
export class OperatorModule {}

import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { OperatorController } from './operator.controller.js';
import { OperatorGuard } from './operator.guard.js';

@Module({ imports: [ConversationModule], controllers: [OperatorController], providers: [OperatorGuard] })
export class OperatorModule {}

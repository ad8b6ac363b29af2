import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { WebhookController } from './webhook.controller.js';

@Module({ imports: [ConversationModule], controllers: [WebhookController] })
export class WebhookModule {}

import { Module } from '@nestjs/common';
import { Assistant } from './assistant.js';
import { AssistantService } from './assistant.service.js';

@Module({ providers: [{ provide: Assistant, useClass: AssistantService }], exports: [Assistant] })
export class AiModule {}

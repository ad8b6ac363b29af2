import { type DynamicModule, Module } from '@nestjs/common';
import { ConversationModule } from './conversation/conversation.module.js';
import { HealthModule } from './health/health.module.js';
import type { Settings } from './infra/config/settings.js';
import { SettingsModule } from './infra/config/settings.module.js';
import { DatabaseModule } from './infra/database/database.module.js';
import { FaultsModule } from './infra/faults/faults.module.js';
import { MediaStoreModule } from './infra/media-store/media-store.module.js';
import { MetricsModule } from './infra/metrics/metrics.module.js';
import { QueueModule } from './infra/queue/queue.module.js';
import { OperatorModule } from './operator/operator.module.js';
import { WebhookModule } from './webhook/webhook.module.js';

/** Table of contents. The database stands first, so that it is closed last. */
@Module({})
export class AppModule {
  /** HTTP for everybody; the jobs too, unless the process only serves the web. */
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...foundation(settings),
        WebhookModule,
        OperatorModule,
        HealthModule.serving('everything', ConversationModule),
      ],
    };
  }
}

/** Jobs, probes and metrics, and no other route. */
@Module({})
export class WorkerModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: WorkerModule,
      imports: [...foundation(settings), HealthModule.serving('probes', ConversationModule)],
    };
  }
}

const foundation = (settings: Settings) => [
  SettingsModule.with(settings),
  FaultsModule,
  MetricsModule,
  DatabaseModule,
  QueueModule,
  MediaStoreModule,
  ConversationModule,
];

import { BullModule } from '@nestjs/bullmq';
import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { JobQueue } from './job-queue.js';
import { openQueueConnection, type QueueConnection } from './queue-connection.js';

export const QUEUE_CONNECTION = Symbol('QueueConnection');

@Global()
@Module({
  providers: [
    { provide: QUEUE_CONNECTION, inject: [Settings], useFactory: openQueueConnection },
    {
      provide: JobQueue,
      inject: [QUEUE_CONNECTION],
      useFactory: (connection: QueueConnection) => new JobQueue(connection),
    },
  ],
  exports: [QUEUE_CONNECTION, JobQueue],
})
class ConnectionModule {}

/**
 * The broker and the typed way to add jobs. Loading it starts no worker: a process that runs jobs says so by calling
 * `BullRegistrar.register()`, so the web role and the worker role share every module.
 */
@Global()
@Module({
  imports: [
    ConnectionModule,
    BullModule.forRootAsync({
      imports: [ConnectionModule],
      inject: [QUEUE_CONNECTION],
      useFactory: (connection: QueueConnection) => ({ connection: connection.worker }),
      extraOptions: { manualRegistration: true },
    }),
    BullModule.registerQueue(),
  ],
  exports: [ConnectionModule],
})
export class QueueModule {}

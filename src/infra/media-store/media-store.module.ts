import { Global, Module } from '@nestjs/common';
import path from 'node:path';
import { Settings } from '../config/settings.js';
import { FolderStore } from './folder-store.js';
import { MediaStore } from './media-store.js';
import type { Bucket } from './s3-store.js';
import { Spool } from './spool.js';

/** @throws Error when `MEDIA_DIR` cannot be written, with which the start ends. */
async function openMediaStore(settings: Settings): Promise<MediaStore> {
  const spool = new Spool(path.join(settings.MEDIA_DIR, 'incoming'));
  const bucket = bucketIn(settings);
  const store = bucket === null ? new FolderStore(settings.MEDIA_DIR, spool) : await openBucket(bucket, spool);
  await store.open().catch((cause: Error) => {
    throw new Error(`The folder for media cannot be written: ${cause.message}. Mend it, or set MEDIA_DIR.`, { cause });
  });
  return store;
}

/** The client is loaded only where a bucket is set. */
async function openBucket(bucket: Bucket, spool: Spool): Promise<MediaStore> {
  const { S3Store } = await import('./s3-store.js');
  return new S3Store(bucket, spool);
}

function bucketIn(settings: Settings): Bucket | null {
  const { MEDIA_BUCKET: name, MEDIA_BUCKET_KEY_ID: accessKeyId, MEDIA_BUCKET_SECRET: secretAccessKey } = settings;
  if (name === undefined) return null;
  const hasKey = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    name,
    region: settings.MEDIA_BUCKET_REGION,
    endpoint: settings.MEDIA_BUCKET_ENDPOINT ?? null,
    credentials: hasKey ? { accessKeyId, secretAccessKey } : null,
  };
}

/** Where files are kept: in a folder, or in a bucket where one is set. */
@Global()
@Module({
  providers: [{ provide: MediaStore, inject: [Settings], useFactory: openMediaStore }],
  exports: [MediaStore],
})
export class MediaStoreModule {}

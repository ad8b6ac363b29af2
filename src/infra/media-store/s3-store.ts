import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type ByteRange, checkKey, MediaStore } from './media-store.js';
import type { Spool } from './spool.js';

/** Where an S3-compatible service keeps files; what is null is found the SDK's own way. */
export interface Bucket {
  name: string;
  region: string;
  /** Base URL of a service that is not Amazon's. */
  endpoint: string | null;
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
}

/** Longest waits for a connection, for the beginning of an answer, and for the next piece of one. */
const LIMITS = { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true, socketTimeout: 10_000 };

/**
 * Files in a bucket. Each passes through a file of this machine, so that one request with a known length puts it there:
 * the service shows it whole or not at all, and no parts are left to be paid for.
 */
export class S3Store extends MediaStore {
  private readonly client: S3Client;

  constructor(
    private readonly bucket: Bucket,
    private readonly spool: Spool,
  ) {
    super();
    this.client = new S3Client(configOf(bucket));
  }

  /** The bucket itself is not asked: a service that is away keeps nobody from starting. */
  override async open(): Promise<void> {
    await this.spool.open();
  }

  override async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const target = this.objectOf(key);
    const whole = await this.spool.write(content);
    try {
      const { size } = await stat(whole);
      await this.client.send(new PutObjectCommand({ ...target, Body: createReadStream(whole), ContentLength: size }));
    } finally {
      await rm(whole, { force: true });
    }
  }

  override async get(key: string, range?: ByteRange): Promise<Readable | null> {
    const bytes = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ ...this.objectOf(key), ...bytes }));
      return Body as Readable;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  override async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.objectOf(key)));
  }

  private objectOf(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket.name, Key: checkKey(key) };
  }
}

const silent = (): void => undefined;
/** Whatever goes wrong is thrown; the client would say some of it on the console too. */
const NO_WORDS = { debug: silent, info: silent, warn: silent, error: silent };

/** Checksums beyond the signature come in a form that many compatible services store as part of the file. */
const configOf = ({ region, endpoint, credentials }: Bucket): S3ClientConfig => ({
  region,
  logger: NO_WORDS,
  requestHandler: LIMITS,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
  ...(credentials === null ? {} : { credentials }),
});

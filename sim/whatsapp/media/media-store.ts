import { createHash, randomInt } from 'node:crypto';
import { randomText } from '../../ids.js';
import { now } from '../../records.js';
import { sampleBytes } from './sample-bytes.js';

/** What the platform keeps under one media id. */
export interface Medium {
  /** Digits. */
  id: string;
  mimeType: string;
  size: number;
  /** Digest of the bytes. */
  sha256: Buffer;
  /** `inbound` from a customer, `uploaded` by the business. */
  origin: 'inbound' | 'uploaded';
  /** The bytes; null where they are made up as they are asked for. */
  bytes: Buffer | null;
}

/** A medium's address, as one look-up gave it out. */
interface Link {
  mediaId: string;
  expiresAt: number;
}

export type NewMedium = { mimeType: string; origin: Medium['origin'] } & ({ bytes: Buffer } | { size: number });

/** Largest medium, and the most bytes and media kept; the oldest are forgotten. The first is the platform's own. */
export const LARGEST_MEDIUM = 100 * 1024 * 1024;
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_MEDIA = 10_000;
const DOWNLOAD_PATH = '/whatsapp_business/attachments/';

/** Media of customers and of the business, and the addresses they can be fetched at for a while. */
export class MediaStore {
  /** Base URL of the simulator, in which the addresses lie. */
  baseUrl = 'http://127.0.0.1';
  readonly #media = new Map<string, Medium>();
  readonly #links = new Map<string, Link>();
  #bytes = 0;

  put(medium: NewMedium): Medium {
    const bytes = 'bytes' in medium ? medium.bytes : null;
    const size = 'bytes' in medium ? medium.bytes.length : medium.size;
    const { mimeType, origin } = medium;
    const id = String(randomInt(1e14, 2 ** 48 - 1));
    const hash = createHash('sha256');
    for (const piece of bytes === null ? sampleBytes(mimeType, size) : [bytes]) hash.update(piece);
    const kept = { id, mimeType, size, sha256: hash.digest(), origin, bytes };
    this.#media.set(id, kept);
    this.#bytes += bytes?.length ?? 0;
    this.#forgetOldest();
    return kept;
  }

  get(id: string): Medium | undefined {
    return this.#media.get(id);
  }

  /** False when there is none. */
  delete(id: string): boolean {
    this.#bytes -= this.#media.get(id)?.bytes?.length ?? 0;
    return this.#media.delete(id);
  }

  /** A new address of this medium, good for so many milliseconds. */
  linkTo(id: string, validMs: number): string {
    const expiresAt = now() + validMs;
    const hash = randomText(24, 'base64url');
    this.#links.set(hash, { mediaId: id, expiresAt });
    const [oldest] = this.#links.keys();
    if (this.#links.size > MOST_MEDIA && oldest !== undefined) this.#links.delete(oldest);
    const query = new URLSearchParams({ mid: id, ext: String(Math.floor(expiresAt / 1_000)), hash });
    return `${this.baseUrl}${DOWNLOAD_PATH}?${query}`;
  }

  /** The medium at an address; undefined when the address has run out, was never given, or its medium is gone. */
  at({ mid, hash }: { mid?: string; hash?: string }): Medium | undefined {
    const link = this.#links.get(hash ?? '');
    if (link === undefined || link.mediaId !== mid || link.expiresAt <= now()) return undefined;
    return this.#media.get(link.mediaId);
  }

  reset(): void {
    this.#media.clear();
    this.#links.clear();
    this.#bytes = 0;
  }

  #forgetOldest(): void {
    for (const id of this.#media.keys()) {
      if (this.#media.size <= MOST_MEDIA && this.#bytes <= MOST_BYTES) return;
      this.delete(id);
    }
  }
}

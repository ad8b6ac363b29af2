import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Settings } from '../../../config/settings.js';
import { readJson } from './request.js';

/** A file on its way to the platform. */
export interface FileToUpload {
  content: Readable;
  mimeType: string;
  /** In bytes; told before the file is, because not every server takes a body without a length. */
  size: number;
}

/** The platform has no copy of the file. */
export class NotUploaded extends Error {
  constructor(
    message: string,
    readonly code: number | null,
    /** No answer came, which may be otherwise in a while. */
    readonly isAway: boolean,
  ) {
    super(message);
  }
}

/** A whole upload may take this long; the largest file has 100 MB. */
const UPLOAD_LIMIT_MS = 120_000;
const SILENCE_LIMIT_MS = 30_000;
const ANSWER_LIMIT = 65_536;

interface Answer {
  id?: unknown;
  error?: { code?: unknown; message?: unknown; error_data?: { details?: unknown } } | null;
}

/** Files of the business at the platform. Source: Cloud API, `POST /{phone number id}/media`. */
@Injectable()
export class WhatsAppUploadClient {
  private readonly address: URL;
  private readonly authorization: string;

  constructor(settings: Settings) {
    const { WHATSAPP_API_URL, WHATSAPP_API_VERSION, WHATSAPP_PHONE_NUMBER_ID } = settings;
    this.address = new URL(
      `${WHATSAPP_API_URL.replace(/\/$/, '')}/${WHATSAPP_API_VERSION}/${WHATSAPP_PHONE_NUMBER_ID}/media`,
    );
    this.authorization = `Bearer ${settings.WHATSAPP_ACCESS_TOKEN}`;
  }

  /**
   * Streams the file there. @returns the platform's id, good for 30 days
   * @throws NotUploaded
   */
  async upload({ content, mimeType, size }: FileToUpload): Promise<string> {
    const { before, after, boundary } = formAround(mimeType);
    const { request: ask } = this.address.protocol === 'https:' ? https : http;
    const request = ask(this.address, {
      method: 'POST',
      headers: {
        authorization: this.authorization,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': before.length + size + after.length,
      },
      signal: AbortSignal.timeout(UPLOAD_LIMIT_MS),
      timeout: SILENCE_LIMIT_MS,
    });
    request.on('timeout', () => request.destroy(new Error('WhatsApp fell silent')));
    const answered = answerTo(request);
    // An answer may come before all is written: a refusal.
    const written = pipeline(framed(before, content, after), request).catch(() => undefined);
    const response = await answered;
    const answer = (await readJson(response, ANSWER_LIMIT)) as Answer | null;
    await written;
    if (response.statusCode === 200 && typeof answer?.id === 'string') return answer.id;
    throw refusedWith(answer, response.statusCode);
  }
}

const answerTo = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(new NotUploaded(`WhatsApp could not be reached (${error.code ?? error.message})`, null, true)),
    );
  });

/** The name of the file here is nobody's concern; a message has its own. */
function formAround(mimeType: string): { before: Buffer; after: Buffer; boundary: string } {
  const boundary = `file-${randomUUID()}`;
  const field = (name: string, value: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="file"\r\ncontent-type: ${mimeType}\r\n\r\n`;
  return {
    before: Buffer.from(`${field('messaging_product', 'whatsapp')}${field('type', mimeType)}${file}`),
    after: Buffer.from(`\r\n--${boundary}--\r\n`),
    boundary,
  };
}

async function* framed(before: Buffer, content: Readable, after: Buffer): AsyncGenerator<Uint8Array> {
  yield before;
  yield* content as AsyncIterable<Uint8Array>;
  yield after;
}

function refusedWith(answer: Answer | null, status: number | undefined): NotUploaded {
  const { code, message, error_data: data } = answer?.error ?? {};
  const reason = [data?.details, message].find((text) => typeof text === 'string' && text !== '');
  return new NotUploaded(String(reason ?? `HTTP ${status}`), typeof code === 'number' ? code : null, answer === null);
}

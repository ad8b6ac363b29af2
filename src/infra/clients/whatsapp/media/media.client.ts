import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { Settings } from '../../../config/settings.js';
import { graphAccess } from '../graph-access.js';
import { isOfApi, mediaAddress } from './media-address.js';
import { NotFetched } from './not-fetched.js';
import { bodyOf, get, readJson } from './request.js';

/** A file of a customer on its way to us. */
export interface FileOnItsWay {
  /** Its digest as the platform tells it, in whatever form; null where it tells none. */
  sha256: string | null;
  /** Its bytes as they come; they are not bounded here. @throws NotFetched when they break off */
  content: AsyncIterable<Uint8Array>;
}

/** What the platform says of a medium. */
interface Found {
  address: URL;
  sha256: string | null;
}

/** Some hosts of the platform refuse clients without a name. */
const USER_AGENT = 'Mozilla/5.0 (compatible; ai-whatsapp-backend)';
const MEDIA_ID = /^\d{1,64}$/;
const ANSWER_LIMIT = 65_536;
/** Source: Cloud API, error codes: the platform itself could not get the customer's file; and an id it does not know. */
const LOST = 131_052;
const NOT_KNOWN = 100;

/**
 * Customers' files at the platform. Our token goes to the API's own origin and to the platform's file hosts, nowhere
 * else, whatever an answer says. The address that a webhook may carry is not used: a fresh one costs one request.
 */
@Injectable()
export class WhatsAppMediaClient {
  private readonly api: URL;
  private readonly path: string;
  private readonly query: string;
  private readonly headers: Record<string, string>;
  private readonly silenceMs: number;

  constructor(settings: Settings) {
    this.api = new URL(settings.WHATSAPP_API_URL);
    const { url, headers } = graphAccess(settings);
    this.path = url;
    const number = settings.WHATSAPP_PHONE_NUMBER_ID;
    this.query = number === undefined ? '' : `?phone_number_id=${number}`;
    this.headers = { ...headers, 'user-agent': USER_AGENT, 'accept-encoding': 'identity' };
    this.silenceMs = settings.MEDIA_FETCH_TIMEOUT_MS / 3;
  }

  /**
   * Begins to fetch the file with this id. An address that has run out is looked up once more.
   * @throws NotFetched when it does not come; whoever aborts has to know it
   */
  async open(id: string, signal: AbortSignal): Promise<FileOnItsWay> {
    if (!MEDIA_ID.test(id)) throw new NotFetched('WhatsApp gave no usable id for it', 'never');
    const opened = (await this.openOnce(id, signal)) ?? (await this.openOnce(id, signal));
    if (opened === null) throw new NotFetched('nothing is at the address that WhatsApp gave', 'perhaps');
    return opened;
  }

  /** @returns null when nothing is at the address that was looked up */
  private async openOnce(id: string, signal: AbortSignal): Promise<FileOnItsWay | null> {
    const { address, sha256 } = await this.lookUp(id, signal);
    const response = await this.getOrFollow(address, signal);
    if (response.statusCode === 200) return { sha256, content: bodyOf(response) };
    response.destroy();
    if (response.statusCode === 404 || response.statusCode === 410) return null;
    throw new NotFetched(`WhatsApp answered ${response.statusCode}`, 'surely');
  }

  private async lookUp(id: string, signal: AbortSignal): Promise<Found> {
    const response = await this.get(new URL(`${this.path}/${id}${this.query}`), signal);
    const answer = (await readJson(response, ANSWER_LIMIT)) as LookUpAnswer | null;
    if (response.statusCode !== 200) throw refusedWith(answer?.error?.code, response.statusCode);
    const { url, sha256 } = answer ?? {};
    return {
      address: this.checked(typeof url === 'string' ? url : ''),
      sha256: typeof sha256 === 'string' ? sha256 : null,
    };
  }

  /** Follows one redirect, and only to where the token may go. */
  private async getOrFollow(address: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const response = await this.get(address, signal);
    const { location } = response.headers;
    if (!REDIRECTS.has(response.statusCode ?? 0) || location === undefined) return response;
    response.destroy();
    return this.get(this.checked(location, address), signal);
  }

  private checked(text: string, base?: URL): URL {
    const address = mediaAddress(text, this.api, base);
    if (address === null) throw new NotFetched('WhatsApp named an address that is none of its own', 'perhaps');
    return address;
  }

  private get(address: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const { headers, silenceMs } = this;
    return get({ address, headers, silenceMs, signal, isOutside: !isOfApi(address, this.api) });
  }
}

/** What is read of an answer; it may be anything. */
interface LookUpAnswer {
  url?: unknown;
  sha256?: unknown;
  error?: { code?: unknown } | null;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const refusedWith = (code: unknown, status: number | undefined): NotFetched => {
  if (code === LOST) return new NotFetched('WhatsApp itself could not get it', 'never');
  if (code === NOT_KNOWN) return new NotFetched('WhatsApp does not have it, or not any more', 'perhaps');
  const told = typeof code === 'number' ? `error ${code}` : String(status);
  return new NotFetched(`WhatsApp answered ${told}`, 'surely');
};

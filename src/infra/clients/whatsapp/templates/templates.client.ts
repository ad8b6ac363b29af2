import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { graphAccess } from '../graph-access.js';
import type { Template } from './template.js';

/** The platform did not list the templates. */
export class TemplatesNotListed extends Error {}

/** All pages together may take this long. */
const LIST_LIMIT_MS = 10_000;
const PAGE_SIZE = 200;
/** More than an account can have: the platform keeps at most 6,000. */
const MOST_PAGES = 40;

interface ListPage {
  data?: unknown;
  paging?: { cursors?: { after?: unknown }; next?: unknown } | null;
  error?: { message?: unknown } | null;
}

/** The account's templates at the platform. Source: Cloud API, `GET /{account}/message_templates`. */
@Injectable()
export class WhatsAppTemplatesClient {
  private readonly url: string | null;
  private readonly headers: Record<string, string>;

  constructor(settings: Settings) {
    const { url, headers } = graphAccess(settings);
    const account = settings.WHATSAPP_BUSINESS_ACCOUNT_ID;
    this.url = account === undefined ? null : `${url}/${account}/message_templates`;
    this.headers = headers;
  }

  /** Whether the account is known, without which nothing can be listed. */
  get isSet(): boolean {
    return this.url !== null;
  }

  /** @throws TemplatesNotListed with the platform's reason */
  async list(): Promise<Template[]> {
    const signal = AbortSignal.timeout(LIST_LIMIT_MS);
    // Loaded when it is first needed: most processes never list.
    const { readTemplate } = await import('./read-template.js');
    const templates: Template[] = [];
    let after: string | null = null;
    for (let count = 0; count < MOST_PAGES; count++) {
      const { data, paging } = await this.page(after, signal);
      templates.push(...(Array.isArray(data) ? data : []).flatMap((item) => readTemplate(item) ?? []));
      after = nextOf(paging);
      if (after === null) break;
    }
    return templates;
  }

  /** By the cursor, at our own address: the one that the answer names is not followed. */
  private async page(after: string | null, signal: AbortSignal): Promise<ListPage> {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(after === null ? {} : { after }) });
    const response = await fetch(`${this.url}?${query}`, { headers: this.headers, redirect: 'error', signal }).catch(
      (cause: Error) => {
        throw new TemplatesNotListed('WhatsApp could not be reached', { cause });
      },
    );
    const page = (await response.json().catch(() => null)) as ListPage | null;
    if (response.ok && page !== null) return page;
    const reason = page?.error?.message;
    throw new TemplatesNotListed(
      `WhatsApp did not list the templates: ${typeof reason === 'string' ? reason : response.status}`,
    );
  }
}

const nextOf = (paging: ListPage['paging']): string | null => {
  const after = paging?.cursors?.after;
  return paging?.next !== undefined && typeof after === 'string' && after !== '' ? after : null;
};

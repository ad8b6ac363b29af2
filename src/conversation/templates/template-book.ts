import { Injectable, Logger } from '@nestjs/common';
import type { TemplateToSend } from '../../infra/clients/whatsapp/outgoing-content.js';
import type { Template } from '../../infra/clients/whatsapp/templates/template.js';
import { WhatsAppTemplatesClient } from '../../infra/clients/whatsapp/templates/templates.client.js';
import { CallerError, UnavailableError } from '../../infra/errors.js';
import { faultsOf, fillTemplate } from './fill-template.js';
import { assumedTemplate, type TemplateRequest } from './template-request.js';

/** The templates as they were at a time. */
export interface TemplateCopy {
  templates: Template[];
  /** In milliseconds since 1970. */
  at: number;
  /** WhatsApp did not answer when a newer copy was asked for. */
  isStale: boolean;
}

/** A copy this old is good enough. */
const FRESH_MS = 60_000;
/** … and this old for saying that a template is not there, or not approved. */
const CERTAIN_MS = 5_000;
/** After a failure the platform is asked again no sooner. */
const PATIENCE_MS = 10_000;

/**
 * The account's templates, copied from the platform when they are needed. Each process has a copy of its own; one request
 * for a newer one is under way at a time, and while the platform is away the old one serves.
 */
@Injectable()
export class TemplateBook {
  private readonly logger = new Logger(TemplateBook.name);
  private copy: TemplateCopy | null = null;
  private refreshing: Promise<TemplateCopy> | null = null;
  private failedAt = -Infinity;

  constructor(private readonly client: WhatsAppTemplatesClient) {}

  /**
   * @throws CallerError 409 when the account is not set
   * @throws UnavailableError when the platform does not answer and never has
   */
  async list(): Promise<TemplateCopy> {
    if (!this.client.isSet) {
      throw new CallerError(409, 'Templates cannot be listed: WHATSAPP_BUSINESS_ACCOUNT_ID is not set');
    }
    return this.newerThan(FRESH_MS);
  }

  /**
   * Fills a template in. Where the account is not set, or the platform lists nothing, the request is taken as it is, and
   * the platform checks it.
   * @throws CallerError 400 when it is unknown, not approved, or does not fit what is given
   */
  async fill(request: TemplateRequest): Promise<TemplateToSend> {
    const templates = this.client.isSet ? await this.withCertainty(request) : null;
    if (templates === null) return assumedTemplate(request);
    const template = find(templates, request);
    if (template === undefined) throw new CallerError(400, [unknown(templates, request)]);
    const faults = faultsOf(template, request);
    if (faults.length > 0) throw new CallerError(400, faults);
    return fillTemplate(template, request);
  }

  /** The platform said that templates have changed. */
  forget(): void {
    if (this.copy !== null) this.copy = { ...this.copy, at: 0 };
  }

  /** A template that was approved a moment ago may be sent: what the copy refuses is looked up again. */
  private async withCertainty(request: TemplateRequest): Promise<Template[] | null> {
    try {
      const { templates } = await this.newerThan(FRESH_MS);
      if (find(templates, request)?.status === 'APPROVED') return templates;
      return (await this.newerThan(CERTAIN_MS)).templates;
    } catch (error) {
      if (error instanceof UnavailableError) return null;
      throw error;
    }
  }

  private async newerThan(ageMs: number): Promise<TemplateCopy> {
    const { copy } = this;
    const hasFailed = Date.now() - this.failedAt < PATIENCE_MS;
    if (copy === null && hasFailed) throw new UnavailableError('WhatsApp does not list the templates');
    const isGoodEnough = copy !== null && (hasFailed || Date.now() - copy.at < ageMs);
    return isGoodEnough ? copy : this.refreshed();
  }

  private refreshed(): Promise<TemplateCopy> {
    this.refreshing ??= this.refresh().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  private async refresh(): Promise<TemplateCopy> {
    try {
      return (this.copy = { templates: await this.client.list(), at: Date.now(), isStale: false });
    } catch (error) {
      this.failedAt = Date.now();
      this.logger.warn({ msg: 'The templates could not be read', err: error });
      if (this.copy === null) throw new UnavailableError((error as Error).message);
      return (this.copy = { ...this.copy, isStale: true });
    }
  }
}

const find = (templates: Template[], { name, language }: TemplateRequest): Template | undefined =>
  templates.find((template) => template.name === name && template.language === language);

const unknown = (templates: Template[], { name, language }: TemplateRequest): string => {
  const languages = templates.filter((template) => template.name === name).map((template) => template.language);
  return languages.length === 0
    ? `template.name must be a template of the account: there is no ${name}`
    : `template.language must be one in which ${name} exists (${languages.join(', ')}), not ${language}`;
};

import type { TemplateToSend } from '../../infra/clients/whatsapp/outgoing-content.js';
import { filled, type Template } from '../../infra/clients/whatsapp/templates/template.js';
import { assumedTemplate, type TemplateRequest } from './template-request.js';

/** Source: the platform refuses a longer body once it is filled in (132005). */
const BODY_LIMIT = 1_024;

/** What is wrong with a request for this template, a sentence for each field; empty when it can be sent. */
export function faultsOf(template: Template, { variables, header }: TemplateRequest): string[] {
  const { status, unsupported } = template;
  if (status !== 'APPROVED') return [`template.name is ${status} at WhatsApp: only an approved template can be sent`];
  if (unsupported.length > 0)
    return [`template.name has parts that cannot be filled in here: ${unsupported.join(', ')}`];
  const wanted = template.variables.map(({ name }) => name);
  const missing = wanted.filter((name) => !Object.hasOwn(variables, name));
  const extra = Object.keys(variables).filter((name) => !wanted.includes(name));
  const isTooLong = (bodyOf(template, variables) ?? '').length > BODY_LIMIT;
  return [
    ...missing.map((name) => `template.variables.${name} is missing`),
    ...extra.map((name) => `template.variables.${name} is not in the template`),
    ...(isTooLong ? [`template.variables make the body longer than ${BODY_LIMIT} characters`] : []),
    ...faultOfHeader(template, header),
  ];
}

/** What the customer will see and what goes to the platform, of a request without faults. */
export function fillTemplate(template: Template, request: TemplateRequest): TemplateToSend {
  return { ...assumedTemplate(request), text: wordsOf(template, request.variables) };
}

function faultOfHeader({ header }: Template, given: TemplateRequest['header']): string[] {
  const format = header === null || header.format === 'text' ? null : header.format;
  if (format === (given?.type ?? null)) return [];
  const field = given?.type === 'location' ? 'location' : 'media';
  if (format === null) return [`${field} cannot stand beside this template: its header is no file and no place`];
  const wanted = format === 'location' ? 'location' : `media of type ${format}`;
  return [`${wanted} is missing: it is the header of this template`];
}

/** Line by line: header, body, footer, and each button in brackets. */
function wordsOf(template: Template, variables: Record<string, string>): string | null {
  const { header, footer, buttons } = template;
  const lines = [
    header?.format === 'text' ? filled(header.text, (name) => variables[`header.${name}`]) : null,
    bodyOf(template, variables),
    footer,
    ...buttons.map(({ text, url }, at) => {
      const address = url === undefined ? '' : ` ${filled(url, (name) => variables[`button.${at}.${name}`])}`;
      return `[${text}]${address}`;
    }),
  ];
  return lines.filter((line) => line !== null).join('\n') || null;
}

const bodyOf = ({ body }: Template, variables: Record<string, string>): string | null =>
  body === null ? null : filled(body, (name) => variables[`body.${name}`]);

import type { FencedRequest } from '../../infra/clients/fenced/fenced-client.js';
import type { Arguments } from './arguments.js';
import type { ToolDeclaration } from './declaration.js';
import { filled, namesIn, onlyNameIn, stringsIn } from './templates.js';

/** What may be filled into a declaration, by name. */
export type Values = ReadonlyMap<string, unknown>;

/** A value is missing or cannot stand where it should; the words are for the model. */
export class NotFillable extends Error {}

/** Everything that templates of a call may ask for. */
export const valuesFor = (
  args: Arguments,
  customer: ReadonlyMap<string, string>,
  secrets: ReadonlyMap<string, string>,
): Values =>
  new Map<string, unknown>([
    ...Object.entries(args).map(([name, value]): [string, unknown] => [`arguments.${name}`, value]),
    ...customer,
    ...[...secrets].map(([name, secret]): [string, unknown] => [`secret.${name}`, secret]),
  ]);

/** Whether the declaration asks for anything about the customer. */
export const asksForCustomer = ({ url, headers, body }: ToolDeclaration): boolean =>
  [url, ...Object.values(headers), ...stringsIn(body)]
    .flatMap(namesIn)
    .some((name) => /^(?:customer|conversation)\./.test(name));

/**
 * The request of one call. What is filled in is encoded for its place, so that it cannot lead anywhere else.
 * @throws NotFillable
 */
export function requestFor(tool: ToolDeclaration, args: Arguments, values: Values): FencedRequest {
  const { method, timeout_ms: limitMs } = tool;
  const body = method === 'GET' ? null : JSON.stringify(tool.body === undefined ? args : filledBody(tool.body, values));
  const headers = Object.entries(tool.headers).map(([name, value]) => [
    name.toLowerCase(),
    filled(value, text(values)),
  ]);
  return { method, url: urlFor(tool.url, values), headers: Object.fromEntries(headers), body, limitMs };
}

function urlFor(template: string, values: Values): URL {
  const at = template.search(/[?#]|$/);
  const path = filled(template.slice(0, at), (name) => segment(name, text(values)(name)));
  if (/\/\.{1,2}(?:\/|$)/.test(path)) throw new NotFillable('An argument cannot be a part of an address.');
  return new URL(path + filled(template.slice(at), (name) => encodeURIComponent(text(values)(name))));
}

/** An empty one would lead to another resource. */
function segment(name: string, value: string): string {
  if (value.trim() === '') throw new NotFillable(`${name} must not be empty.`);
  return encodeURIComponent(value);
}

function filledBody(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return filledString(template, values);
  if (Array.isArray(template)) return template.map((part) => filledBody(part, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, part]) => [name, filledBody(part, values)]));
}

function filledString(template: string, values: Values): unknown {
  const name = onlyNameIn(template);
  if (name === undefined) return filled(template, text(values));
  return isOptional(name) ? (values.get(name) ?? null) : text(values)(name);
}

const isOptional = (name: string): boolean => name.startsWith('arguments.');

const text =
  (values: Values) =>
  (name: string): string => {
    const value = values.get(name);
    if (value === undefined && !isOptional(name)) throw new NotFillable(`${name} is not known of this customer.`);
    return typeof value === 'string' ? value.toWellFormed() : (JSON.stringify(value) ?? '');
  };

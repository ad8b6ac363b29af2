import { isObject, type JsonObject } from '../records.js';

/** Deepest nesting that is filled in; schemas may refer to themselves. */
const DEEPEST = 5;

/** Which of several allowed words fits "the customer wants a person" best. */
const PREFERRED = [/ask|request/i, /person|human|customer/i, /normal|medium/i];

/** What a text argument says, by its name. */
const SENTENCES: [named: RegExp, sentence: string][] = [
  [/reply|to_?customer|customer_?message/i, 'I have asked a colleague to help you here.'],
  [/tried|attempt/i, 'Nothing yet; the customer asked for a person at once.'],
  [/next|suggest|step/i, 'Read the conversation and answer the customer.'],
];

/** Arguments for a function call in the shape its declaration (OpenAPI or JSON schema) asks for. */
export const fillArguments = (parameters: unknown, burst: string[]): JsonObject =>
  isObject(parameters) ? fillObject(parameters, `The customer wrote: ${burst.join(' / ')}`, 0) : {};

function fillObject({ properties }: JsonObject, wrote: string, depth: number): JsonObject {
  const named = Object.entries(isObject(properties) ? properties : {});
  return Object.fromEntries(named.map(([name, schema]) => [name, valueFor(name, schema, wrote, depth + 1)]));
}

function valueFor(name: string, schema: unknown, wrote: string, depth: number): unknown {
  if (!isObject(schema) || depth > DEEPEST) return null;
  const { enum: options, anyOf, items, minimum, maxLength } = schema;
  if (Array.isArray(options)) return bestOf(options);
  if (Array.isArray(anyOf)) return valueFor(name, anyOf[0], wrote, depth + 1);
  switch (typeOf(schema)) {
    case 'object':
      return fillObject(schema, wrote, depth);
    case 'array':
      return [valueFor(name, items, wrote, depth + 1)];
    case 'number':
    case 'integer':
      return typeof minimum === 'number' ? minimum : 1;
    case 'boolean':
      return true;
    default:
      return sentenceFor(name, wrote).slice(0, typeof maxLength === 'number' ? maxLength : 1_000);
  }
}

const bestOf = (options: unknown[]): unknown =>
  PREFERRED.flatMap((wish) => options.filter((one) => wish.test(String(one))))[0] ?? options[0];

/** `STRING`, `string` and `['string', 'null']` are the same type. */
const typeOf = ({ type }: JsonObject): string => String(Array.isArray(type) ? type[0] : type).toLowerCase();

function sentenceFor(name: string, wrote: string): string {
  if (/summary|wrote|question/i.test(name)) return wrote;
  return SENTENCES.find(([named]) => named.test(name))?.[1] ?? 'The customer asks for a person.';
}

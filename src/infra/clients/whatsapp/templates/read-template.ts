import { z } from 'zod';
import { type Template, type TemplateHeader, type TemplateVariable, variablesIn } from './template.js';

/** What is read of a template; the rest may be anything, and what has another form than this is left out. */
const named = z.array(z.object({ param_name: z.string(), example: z.string() }));
const examples = z
  .object({
    header_text: z.array(z.string()),
    header_text_named_params: named,
    body_text: z.array(z.array(z.string())),
    body_text_named_params: named,
  })
  .partial()
  .catch({});
const button = z.object({
  type: z.string(),
  text: z.string().catch(''),
  url: z.string().optional().catch(undefined),
  example: z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .optional()
    .catch(undefined),
});
const component = z.object({
  type: z.string(),
  format: z.string().optional().catch(undefined),
  text: z.string().optional().catch(undefined),
  buttons: z.array(button).catch([]),
  example: examples.optional(),
});
const template = z.object({
  name: z.string(),
  language: z.string(),
  category: z.string().catch('UNKNOWN'),
  status: z.string().catch('UNKNOWN'),
  components: z.array(component).catch([]),
});

type Component = z.output<typeof component>;
type Button = z.output<typeof button>;
type Examples = z.output<typeof examples>;

const SUPPORTED = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS']);

/** Reads one item of the platform's list; null for what is no template. */
export function readTemplate(item: unknown): Template | null {
  const read = template.safeParse(item);
  if (!read.success) return null;
  const { name, language, category, status, components } = read.data;
  const part = (type: string): Component | undefined => components.find((one) => one.type.toUpperCase() === type);
  const [header, body, footer, buttons] = [
    part('HEADER'),
    part('BODY'),
    part('FOOTER'),
    part('BUTTONS')?.buttons ?? [],
  ];
  return {
    name,
    language,
    category,
    status,
    header: headerOf(header),
    body: body?.text ?? null,
    footer: footer?.text ?? null,
    buttons: buttons.map(({ type, text, url }) => ({ type, text, ...(url === undefined ? {} : { url }) })),
    variables: [
      ...variablesOf('header', header, (example) => [example.header_text, example.header_text_named_params]),
      ...variablesOf('body', body, (example) => [example.body_text?.[0], example.body_text_named_params]),
      ...buttons.flatMap(variablesOfButton),
    ],
    unsupported: components.map(({ type }) => type.toUpperCase()).filter((type) => !SUPPORTED.has(type)),
  };
}

function headerOf(header: Component | undefined): TemplateHeader | null {
  const format = header?.format?.toLowerCase();
  if (format === 'text') return { format, text: header?.text ?? '' };
  return format === 'image' || format === 'video' || format === 'document' || format === 'location' ? { format } : null;
}

function variablesOf(
  part: 'header' | 'body',
  found: Component | undefined,
  examplesIn: (example: Examples) => [string[] | undefined, z.output<typeof named> | undefined],
): TemplateVariable[] {
  const [inOrder, byName] = examplesIn(found?.example ?? {});
  return variablesIn(found?.text ?? '').map((name, at) =>
    variable(`${part}.${name}`, byName?.find((one) => one.param_name === name)?.example ?? inOrder?.[at]),
  );
}

/** The end of an address, or a code that the customer copies. */
function variablesOfButton({ type, url = '', example }: Button, at: number): TemplateVariable[] {
  if (type.toUpperCase() === 'COPY_CODE') return [variable(`button.${at}.code`, example?.[0])];
  return variablesIn(url).map((name) => variable(`button.${at}.${name}`, example?.[0]));
}

const variable = (name: string, example: string | undefined): TemplateVariable =>
  example === undefined ? { name } : { name, example };

import type { Settings } from '../../infra/config/settings.js';
import { basesIn, secretsIn } from './named-settings.js';
import { type ToolDeclaration, toolsFile } from './declaration.js';
import { CUSTOMER_VALUES, namesIn, stringsIn } from './templates.js';

/** Names of the assistant's own tools. */
const TAKEN = new Set(['ask_for_person', 'offer_choices', 'look_up_knowledge', 'remember_fact']);
const PROBLEMS_SHOWN = 8;

/** The settings that a declaration has to agree with. */
export type ToolSettings = Pick<Settings, 'TOOL_BASES' | 'TOOL_SECRETS' | 'TOOL_PRIVATE_HOSTS'>;

/**
 * The tools in the bytes of tools.json.
 * @throws Error that names each problem by tool and field
 */
export function readTools(bytes: Uint8Array, settings: ToolSettings): ToolDeclaration[] {
  const json = parsed(new TextDecoder().decode(bytes));
  const read = toolsFile.safeParse(json);
  const tools = read.success ? read.data.tools.map((tool) => withBase(tool, settings)) : [];
  const problems = read.success
    ? problemsOf(tools, settings)
    : read.error.issues.map(({ path, message }) => `${placeOf(path, json)}: ${message}`);
  if (problems.length > 0) throw new Error(problems.slice(0, PROBLEMS_SHOWN).join('; '));
  return tools;
}

const BASE = /^\{\{\s*base\.(\w+)\s*\}\}/;

/** An address that begins with the name of a system, with the address of that one; an unknown name stays. */
const withBase = (tool: ToolDeclaration, settings: ToolSettings): ToolDeclaration => ({
  ...tool,
  url: tool.url.replace(
    BASE,
    (placeholder, name: string) => basesIn(settings).get(name)?.replace(/\/$/, '') ?? placeholder,
  ),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`It is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** `order_status: headers.authorization`, with the tool's name where it has one. */
function placeOf([list, at, ...field]: PropertyKey[], json: unknown): string {
  if (list !== 'tools' || typeof at !== 'number')
    return [list, at, ...field].filter((part) => part !== undefined).join('.') || 'the file';
  const { name } = (json as { tools: ({ name?: unknown } | null)[] }).tools[at] ?? {};
  const tool = typeof name === 'string' ? name : `tool ${at + 1}`;
  return [tool, field.join('.')].filter((part) => part !== '').join(': ');
}

function problemsOf(tools: readonly ToolDeclaration[], settings: ToolSettings): string[] {
  const names = tools.map(({ name }) => name);
  const repeated = names.filter((name, at) => names.indexOf(name) !== at);
  return [
    ...repeated.map((name) => `${name}: name: stands there twice`),
    ...tools.flatMap((tool) => toolProblems(tool, settings).map((problem) => `${tool.name}: ${problem}`)),
  ];
}

function toolProblems(tool: ToolDeclaration, settings: ToolSettings): string[] {
  const { name, method, headers, body, key = [] } = tool;
  const properties = Object.keys(tool.arguments.properties ?? {});
  const known = new Set<string>([...CUSTOMER_VALUES, ...properties.map((property) => `arguments.${property}`)]);
  const inHeaders = new Set<string>([
    ...CUSTOMER_VALUES,
    ...[...secretsIn(settings).keys()].map((secret) => `secret.${secret}`),
  ]);
  return [
    ...(TAKEN.has(name) ? ['name: is a tool of the assistant itself'] : []),
    ...unknownNames('arguments.required', tool.arguments.required ?? [], new Set(properties)),
    ...unknownNames('key', key, new Set(properties)),
    ...urlProblems(tool, settings),
    ...unknownNames('url', namesIn(tool.url), known),
    ...Object.entries(headers).flatMap(([header, value]) =>
      unknownNames(`headers.${header}`, namesIn(value), inHeaders),
    ),
    ...unknownNames('body', stringsIn(body).flatMap(namesIn), known),
    ...(method === 'GET' && body !== undefined ? ['body: GET has none'] : []),
    ...(tool.approval && tool.effect === 'read' ? ['approval: is for what changes something (effect: write)'] : []),
  ];
}

const unknownNames = (field: string, names: readonly string[], known: ReadonlySet<string>): string[] =>
  names
    .filter((name) => !known.has(name))
    .map((name) =>
      name.startsWith('secret.')
        ? `${field}: TOOL_SECRETS has no ${name.slice(7)}, or it is not for here`
        : `${field}: there is no ${name}`,
    );

/** Where a request goes is the owner's word alone: no placeholder stands before the path, and none in it may be left out. */
function urlProblems(
  { url, arguments: { required = [] } }: ToolDeclaration,
  { TOOL_PRIVATE_HOSTS }: ToolSettings,
): string[] {
  const base = BASE.exec(url)?.[1];
  if (base !== undefined) return [`url: TOOL_BASES has no ${base}`];
  const origin = /^https?:\/\/[^/?#{}\\@\s]+(?=[/?#]|$)/.exec(url)?.[0];
  if (origin === undefined || !URL.canParse(url))
    return ['url: must be an http(s) address whose host holds no placeholder'];
  const { protocol, host } = new URL(origin);
  const optional = namesIn(url.split(/[?#]/)[0] ?? '').filter(
    (name) => name.startsWith('arguments.') && !required.includes(name.slice(10)),
  );
  return [
    ...(protocol === 'https:' || TOOL_PRIVATE_HOSTS.includes(host)
      ? []
      : ['url: must be https, unless TOOL_PRIVATE_HOSTS names the host']),
    ...optional.map((name) => `url: ${name} stands in the path and must be required`),
  ];
}

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GraphError, refused } from '../graph-error.js';
import { notThere } from '../media/media-api.js';
import { ACCOUNT_ID } from '../webhook-bodies.js';
import type { Template } from './template.js';
import type { TemplateBook } from './template-book.js';

interface ListRoute {
  Params: { account: string };
}

/** `after` is the cursor of the page before; unknown parameters are let through, as Graph does. */
const querySchema = z.looseObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(25),
  after: z
    .string()
    .regex(/^[\w-]+={0,2}$/)
    .optional(),
  fields: z.string().max(1_000).optional(),
  name: z.string().optional(),
  language: z.string().optional(),
  status: z.string().optional(),
  category: z.string().optional(),
});
type Query = z.output<typeof querySchema>;

/** `GET /{account}/message_templates`: the templates with their components, page by page. */
export function templateRoutes(
  app: FastifyInstance,
  book: TemplateBook,
  checkCaller: (authorization: string | undefined) => void,
): void {
  app.setErrorHandler((error: Error, _request, reply) => {
    const refusal = error instanceof GraphError ? error : new GraphError(500, 1, error.message);
    return reply.code(refusal.status).send(refusal.toBody());
  });
  app.get<ListRoute>('/:version(^v\\d+\\.\\d+$)/:account/message_templates', (request) => {
    checkCaller(request.headers.authorization);
    if (request.params.account !== ACCOUNT_ID) throw notThere('get', request.params.account);
    const query = querySchema.safeParse(request.query);
    if (!query.success) throw refused(100, `${query.error.issues[0]?.path.join('.')} is not valid`);
    return page(book.list(), query.data, `${request.protocol}://${request.host}${request.url.split('?')[0]}`);
  });
}

const cursorOf = (at: number): string => Buffer.from(String(at)).toString('base64url');
const placeOf = (cursor: string): number => Number(Buffer.from(cursor, 'base64url').toString()) || 0;

/** @param address of the list, in which the next page lies */
function page(all: Template[], query: Query, address: string): object {
  const fitting = all.filter((template) =>
    (['name', 'language', 'status', 'category'] as const).every((key) =>
      [undefined, template[key]].includes(query[key]),
    ),
  );
  const from = query.after === undefined ? 0 : placeOf(query.after);
  const to = Math.min(from + query.limit, fitting.length);
  const data = fitting.slice(from, to).map((template) => pick(template, query.fields));
  const next =
    to < fitting.length ? { next: `${address}?${new URLSearchParams({ ...given(query), after: cursorOf(to) })}` } : {};
  return { data, paging: { cursors: { before: cursorOf(from), after: cursorOf(to) }, ...next } };
}

const given = (query: Query): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );

/** Only the fields asked for, and the id, as Graph does. */
function pick(template: Template, fields: string | undefined): object {
  if (fields === undefined) return template;
  const wanted = new Set(['id', ...fields.split(',').map((field) => field.trim())]);
  return Object.fromEntries(Object.entries(template).filter(([key]) => wanted.has(key)));
}

import { z } from 'zod';
import { line, media, missing, words } from './content.js';

const textHeader = z.strictObject({ type: z.literal('text'), text: words(60) });
const anyHeader = z.discriminatedUnion('type', [
  textHeader,
  z.strictObject({ type: z.literal('image'), image: media() }),
  z.strictObject({ type: z.literal('video'), video: media() }),
  z.strictObject({ type: z.literal('document'), document: media({ filename: words(1_024).optional() }) }),
]);
const footer = z.strictObject({ text: words(60) }).optional();

const interactive = <T extends string>(
  type: T,
  action: z.ZodType,
  { body = 1_024, header = anyHeader as z.ZodType } = {},
) =>
  z.strictObject({
    type: z.literal(type),
    header: header.optional(),
    body: z.strictObject({ text: words(body) }),
    footer,
    action,
  });

const areDistinct = (values: string[]): boolean => new Set(values).size === values.length;

const button = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: words(256), title: line(20) }),
});
const buttons = z
  .array(button)
  .min(1)
  .max(3)
  .refine((all) => areDistinct(all.map(({ reply }) => reply.id)), 'ids must be distinct')
  .refine((all) => areDistinct(all.map(({ reply }) => reply.title)), 'titles must be distinct');

const row = z.strictObject({ id: words(200), title: line(24), description: words(72).optional() });
const section = z.strictObject({ title: line(24).optional(), rows: z.array(row).min(1).max(10) });
const sections = z
  .array(section)
  .min(1)
  .max(10)
  .refine((all) => all.length === 1 || all.every(({ title }) => title !== undefined), missing('title'))
  .refine((all) => all.flatMap(({ rows }) => rows).length <= 10, 'hold more than 10 rows in all')
  .refine((all) => areDistinct(all.flatMap(({ rows }) => rows.map(({ id }) => id))), 'row ids must be distinct');

const namedAction = (name: string) => z.strictObject({ name: z.literal(name) });
const ctaUrl = z.strictObject({
  name: z.literal('cta_url'),
  parameters: z.strictObject({ display_text: line(20), url: z.url({ protocol: /^https?$/ }) }),
});
const flow = z.strictObject({
  name: z.literal('flow'),
  parameters: z
    .looseObject({ flow_message_version: z.literal('3'), flow_cta: words(30) })
    .refine((named) => named['flow_id'] !== undefined || named['flow_name'] !== undefined, missing('flow_id')),
});

/** The kinds whose form is known. */
const known: Record<string, z.ZodType> = {
  button: interactive('button', z.strictObject({ buttons })),
  list: interactive('list', z.strictObject({ button: line(20), sections }), { body: 4_096, header: textHeader }),
  cta_url: interactive('cta_url', ctaUrl),
  location_request_message: interactive('location_request_message', namedAction('send_location')),
  flow: interactive('flow', flow),
  request_contact_info: interactive('request_contact_info', namedAction('request_contact_info')),
};
/** Kinds that exist; only their name is checked. */
const others = 'address_message product product_list catalog_message carousel voice_call call_permission_request'.split(
  ' ',
);
const anyKind = z.looseObject({ type: z.enum([...Object.keys(known), ...others]) });

/** What may stand under `interactive` when it says it is of this kind. */
export const interactiveOf = (kind: unknown): z.ZodType =>
  (typeof kind === 'string' && Object.hasOwn(known, kind) ? known[kind] : undefined) ?? anyKind;

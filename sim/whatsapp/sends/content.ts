import { z } from 'zod';

/** The platform's limits count in characters of no known kind; these count UTF-16 units, the strictest reading. */
export const words = (most: number) => z.string().min(1).max(most);

/** … on one line, as titles are. */
export const line = (most: number) => words(most).regex(/^[^\r\n]*$/, 'must be on one line');

/** A refinement that the platform answers with "required parameter missing" instead of "not valid". */
export const missing = (name: string) => ({ path: [name], params: { missing: true } });

const link = z.url({ protocol: /^https?$/, error: 'must be an http(s):// address' });
/** Exactly one of an uploaded medium and an address. */
export const media = (more: z.core.$ZodLooseShape = {}) =>
  z
    .strictObject({ id: z.string().regex(/^\d+$/, 'must be a media id').optional(), link: link.optional(), ...more })
    .refine(({ id, link: address }) => id !== undefined || address !== undefined, missing('id or link'))
    .refine(({ id, link: address }) => id === undefined || address === undefined, 'takes id or link, not both');

const caption = z.string().max(1_024).optional();
const degrees = (most: number) =>
  z
    .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
    .refine((value) => Math.abs(Number(value)) <= most, 'is out of range');

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** One emoji, or nothing, which takes the reaction back. */
function isEmojiOrEmpty(text: string): boolean {
  if (text === '') return true;
  const isOne = [...graphemes.segment(text.slice(0, 64))].length === 1;
  return isOne && /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(text);
}

/** A formatted name and at least one part of it. */
const contactName = z
  .looseObject({ formatted_name: words(1_024) })
  .refine((name) => Object.keys(name).length > 1, missing('first_name'));
const contact = z.looseObject({
  name: contactName,
  phones: z.array(z.looseObject({ phone: z.string().optional() })).optional(),
});
const component = z.strictObject({
  type: z.string().regex(/^(header|body|button)$/i, 'must be header, body or button'),
  sub_type: z.string().optional(),
  index: z.union([z.int().min(0), z.string().regex(/^\d+$/)]).optional(),
  parameters: z.array(z.looseObject({ type: z.string() })).optional(),
});

/** What may stand under the key of each type, but for `interactive`. */
export const contents = {
  text: z.strictObject({ body: words(4_096), preview_url: z.boolean().optional() }),
  image: media({ caption }),
  video: media({ caption }),
  audio: media({ voice: z.boolean().optional() }),
  document: media({ caption, filename: words(1_024).optional() }),
  sticker: media(),
  location: z.strictObject({
    latitude: degrees(90),
    longitude: degrees(180),
    name: words(1_000).optional(),
    address: words(1_000).optional(),
  }),
  /** 257 is what the platform is said to take. */
  contacts: z.array(contact).min(1).max(257),
  reaction: z.strictObject({
    message_id: words(1_000),
    emoji: z.string().refine(isEmojiOrEmpty, 'must be one emoji or empty'),
  }),
  template: z.strictObject({
    name: words(512),
    language: z.looseObject({ code: words(20) }),
    components: z.array(component).max(20).optional(),
  }),
} satisfies Record<string, z.ZodType>;

export type TemplateContent = z.output<(typeof contents)['template']>;

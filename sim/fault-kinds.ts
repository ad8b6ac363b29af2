import { z } from 'zod';

/** How often it fires before it is used up. */
const times = z.int().min(1).max(1_000_000_000).default(1);
const words = z.string().min(1).max(4_096).optional();
/** Fires only for this customer, or where the text contains these words. */
const match = z.strictObject({ phone: z.string().min(1).max(200).optional(), text: words }).optional();
const ms = z.number().min(0).max(600_000);
const status = z.int().min(400).max(599);
const message = z.string().max(4_096).optional();
const retryAfter = z.number().min(0).optional();
const code = z.int();

const whatsapp = <K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) => {
  const on = z.enum(['message', 'read-mark']).default('message');
  return z.strictObject({ face: z.literal('whatsapp'), kind: z.literal(kind), times, match, on, ...shape });
};
/** A model request names no phone; its text is the customer's burst. */
const gemini = <K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) => {
  const matchText = z.strictObject({ text: words }).optional();
  return z.strictObject({ face: z.literal('gemini'), kind: z.literal(kind), times, match: matchText, ...shape });
};
/** `match.text` looks at the type, such as `image/`. */
const media = <
  K extends string,
  O extends 'upload' | 'look-up' | 'download' | 'delete',
  S extends z.core.$ZodLooseShape,
>(
  kind: K,
  on: readonly [O, ...O[]],
  shape: S,
) => {
  const matchMedium = z.strictObject({ id: words, text: words }).optional();
  const face = z.literal('media');
  return z.strictObject({
    face,
    kind: z.literal(kind),
    times,
    match: matchMedium,
    on: z.enum(on).default(on[0]),
    ...shape,
  });
};
const address = z.url({ protocol: /^https?$/ }).max(4_096);

/** Every misbehaviour that can be asked for. */
export const faultSchema = z.discriminatedUnion('face', [
  z.discriminatedUnion('kind', [
    /** `retryAfter` in seconds, as a header. */
    whatsapp('error', { status, code, message, retryAfter }),
    /** The connection is reset and the request does not count. */
    whatsapp('reset-before-read', {}),
    whatsapp('accept-then-reset', {}),
    whatsapp('accept-then-silence', {}),
    /** Accepted, then reported as `failed` with this code instead of the usual statuses. */
    whatsapp('accept-then-fail', { code, message }),
    /** Not accepted, never answered. */
    whatsapp('silence', {}),
    /** Accepted at once, answered `ms` later. */
    whatsapp('slow', { ms }),
    /**
     * Accepted twice under two ids, both reported with the label: as when a proxy repeats a request. `answer` names
     * the id that is answered; `reset` breaks the connection instead.
     */
    whatsapp('accept-twice', { answer: z.enum(['first', 'second', 'reset']).default('first') }),
    /** Not accepted; 500 and nothing to read. */
    whatsapp('server-error-without-body', {}),
  ]),
  z.discriminatedUnion('kind', [
    /** `retryAfter` in seconds, as `google.rpc.RetryInfo`. */
    gemini('error', { status, message, retryAfter }),
    gemini('slow', { ms }),
    gemini('hang', {}),
    gemini('empty', {}),
    gemini('blank-text', {}),
    gemini('blocked-prompt', {}),
    gemini('safety', {}),
    gemini('max-tokens', {}),
    gemini('recitation', {}),
    /** Thoughts, billed, and no word. */
    gemini('thought-only', {}),
    gemini('malformed-call', {}),
    gemini('unknown-tool', {}),
    /** A stream is reset after its first piece, any other answer before it. */
    gemini('reset', {}),
    /** Reset in the middle of the body; a stream as with `reset`. */
    gemini('cut', {}),
    /** The body in pieces of a few bytes, one every `ms`. */
    gemini('drip', { ms: ms.default(200) }),
    /** 200 with a body that is no JSON. */
    gemini('not-json', {}),
    /** Does what an order in the prompt says, see `gemini/obey.ts`. */
    gemini('obey', {}),
    gemini('reply', { text: z.string().max(200_000) }),
    /** `copies` of the call in one answer. */
    gemini('tool-call', {
      name: z.string().min(1),
      args: z.record(z.string(), z.unknown()).default({}),
      copies: z.int().min(1).max(1_000).default(1),
    }),
  ]),
  z.discriminatedUnion('kind', [
    /** A download has no body to say `code` in. */
    media('error', ['look-up', 'download', 'upload', 'delete'], { status, code: code.default(131000), message }),
    media('reset', ['download', 'look-up', 'upload', 'delete'], {}),
    media('silence', ['download', 'look-up', 'upload', 'delete'], {}),
    /** Answered `ms` later. */
    media('slow', ['download', 'look-up', 'upload', 'delete'], { ms }),
    /** One byte every `ms`. */
    media('trickle', ['download'], { ms }),
    /** The address answers 404; the look-up does not know the id. */
    media('gone', ['download', 'look-up'], {}),
    /** The look-up gives an address that has run out. */
    media('expired-link', ['look-up'], {}),
    /** The look-up gives this address, of another host. */
    media('foreign-link', ['look-up'], { to: address }),
    media('redirect', ['download'], { to: address }),
    /** 4 GiB without a length. */
    media('endless', ['download'], {}),
    media('wrong-type', ['download'], { mimeType: z.string().min(1).max(200).default('text/html') }),
    /** The look-up tells another digest than the bytes have. */
    media('wrong-hash', ['look-up'], {}),
    media('wrong-size', ['look-up'], { size: z.int().min(0).default(1) }),
    media('wrong-bytes', ['download'], {}),
  ]),
  /** `copies` of one webhook go out side by side. */
  z.strictObject({
    face: z.literal('webhook'),
    kind: z.literal('duplicate'),
    times,
    match,
    copies: z.int().min(2).max(100).default(2),
  }),
]);

/** What to arm, as a caller writes it. */
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;
export type FaultOf<F extends Fault['face']> = Extract<Fault, { face: F }>;

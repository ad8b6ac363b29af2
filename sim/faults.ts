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
    gemini('malformed-call', {}),
    gemini('unknown-tool', {}),
    /** A stream is reset after its first piece, any other answer before it. */
    gemini('reset', {}),
    gemini('reply', { text: z.string().max(200_000) }),
    gemini('tool-call', { name: z.string().min(1), args: z.record(z.string(), z.unknown()).default({}) }),
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
type Fault = z.output<typeof faultSchema>;
export type FaultOf<F extends Fault['face']> = Extract<Fault, { face: F }>;

export interface ArmedFault {
  id: number;
  fault: Fault;
  fired: number;
  remaining: number;
}

/** What a fault may be matched on. */
interface Traits {
  phone?: string | null;
  text: string | null;
  on?: 'message' | 'read-mark';
}

const bare = (customer: string): string => customer.replace(/^\+/, '');

function matches(fault: Fault, traits: Traits): boolean {
  if (fault.face === 'whatsapp' && fault.on !== traits.on) return false;
  const wanted: { phone?: string | undefined; text?: string | undefined } = fault.match ?? {};
  if (wanted.phone !== undefined && bare(wanted.phone) !== bare(traits.phone ?? '')) return false;
  return wanted.text === undefined || (traits.text ?? '').includes(wanted.text);
}

/** Most faults kept at a time, used up ones included. */
const MOST_FAULTS = 10_000;

/** Misbehaviour that was asked for: each fault fires `times` times, the one armed first goes first. */
export class Faults {
  #armed: ArmedFault[] = [];
  #ready: ArmedFault[] = [];
  #lastId = 0;
  /** How often each kind fired since the last reset, as `face/kind`. */
  fired: Record<string, number> = {};

  /** @throws RangeError when 10,000 faults are kept already. */
  arm(fault: Fault): ArmedFault {
    if (this.#armed.length >= MOST_FAULTS) throw new RangeError(`${MOST_FAULTS} faults are kept already; disarm some`);
    const armed = { id: ++this.#lastId, fault, fired: 0, remaining: fault.times };
    this.#armed.push(armed);
    this.#ready.push(armed);
    return armed;
  }

  list(): ArmedFault[] {
    return this.#armed;
  }

  /** Forgets all faults; the counts stay. */
  disarm(): void {
    this.#armed = [];
    this.#ready = [];
  }

  reset(): void {
    this.disarm();
    this.fired = {};
  }

  /** Uses up one firing of the first fault that fits. */
  take<F extends Fault['face']>(face: F, traits: Traits): FaultOf<F> | undefined {
    const isOfFace = (fault: Fault): fault is FaultOf<F> => fault.face === face;
    for (const armed of this.#ready) {
      if (!isOfFace(armed.fault) || !matches(armed.fault, traits)) continue;
      this.#fire(armed);
      return armed.fault;
    }
    return undefined;
  }

  #fire(armed: ArmedFault): void {
    armed.fired += 1;
    armed.remaining -= 1;
    if (armed.remaining === 0) this.#ready = this.#ready.filter((other) => other !== armed);
    const key = `${armed.fault.face}/${armed.fault.kind}`;
    this.fired[key] = (this.fired[key] ?? 0) + 1;
  }
}

import { z } from 'zod';

/** Tools of one business; each stands in every prompt. */
const MOST_TOOLS = 20;
const DESCRIPTION_LIMIT = 1_000;
/** A call may take this long at most, in milliseconds: a turn waits for it, and a stop of the process too. */
const LONGEST_CALL_MS = 15_000;
const USUAL_CALL_MS = 8_000;

const count = z.int().min(0);

/**
 * What an argument may be: the part of JSON Schema that the model's API takes. Anything else would have the API refuse
 * every question of every customer. Source: Gemini API, `Schema`.
 */
const argument = z.strictObject({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object']),
  description: z.string().max(DESCRIPTION_LIMIT).optional(),
  enum: z.array(z.string()).min(1).optional(),
  pattern: z.string().refine(isPattern, 'is no regular expression').optional(),
  minLength: count.optional(),
  maxLength: count.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: count.optional(),
  maxItems: count.optional(),
  required: z.array(z.string()).optional(),
  get items() {
    return argument.optional();
  },
  get properties() {
    return z.record(z.string().regex(/^\w{1,64}$/), argument).optional();
  },
});

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}

const declaration = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be small letters, digits and underscores, a letter first'),
  /** For the model: what it does and when to use it. */
  description: z.string().min(1).max(DESCRIPTION_LIMIT),
  arguments: argument.refine(({ type }) => type === 'object', 'must be of type object').default({ type: 'object' }),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  url: z.string().max(2_000),
  headers: z.record(z.string().regex(/^[\w-]{1,64}$/), z.string().max(2_000)).default({}),
  /** What is sent; the arguments where it says nothing. A string that is nothing but a placeholder takes its type. */
  body: z.json().optional(),
  /** `write` changes something: it happens once, however often its turn runs. */
  effect: z.enum(['read', 'write']),
  /** The arguments that tell one effect from another; all, where it says nothing. */
  key: z.array(z.string()).min(1).optional(),
  /** Whether a person has to approve each call. */
  approval: z.boolean().default(false),
  timeout_ms: z.int().min(100).max(LONGEST_CALL_MS).default(USUAL_CALL_MS),
});

/** The form of tools.json. */
export const toolsFile = z.strictObject({ tools: z.array(declaration).max(MOST_TOOLS) });

/** One tool of the business, as its file declares it. */
export type ToolDeclaration = z.output<typeof declaration>;

import type { z } from 'zod';

/** The caller of the control asked for something that makes no sense; `problems` says what, one a line. */
export class InputError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('; '));
  }
}

/** @throws InputError that names every wrong field. */
export function readInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InputError(parsed.error.issues.map(({ path, message }) => [...path, message].join(' ')));
}

/** An object of parsed JSON whose members are yet to be looked at. */
export type Shape = { readonly [key: string]: unknown };

/** Narrow readers: what has another shape than expected is as good as absent. */
export const shapeOf = (value: unknown): Shape | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Shape) : undefined;

/** A string with something in it. */
export const stringOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The members of a list; one object where a list belongs counts as a list of one. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return shapeOf(value) === undefined ? undefined : [value];
}

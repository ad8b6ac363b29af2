/** What a validator found wrong with one field, and with the fields in it. */
export interface FieldError {
  property: string;
  constraints?: Record<string, string>;
  children?: FieldError[];
}

/** One sentence for each fault, beginning with the whole name of the field: `list.sections.0.title …`. */
export const fieldMessages = (errors: FieldError[], within = ''): string[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => [
    ...Object.entries(constraints).map(([rule, message]) => sentence(rule, message, `${within}${property}`, within)),
    ...fieldMessages(children, `${within}${property}.`),
  ]);

/** The validator's own sentence names the field without what it lies in. */
const sentence = (rule: string, message: string, name: string, within: string): string =>
  rule === 'whitelistValidation' ? `property ${name} should not exist` : `${within}${message}`;

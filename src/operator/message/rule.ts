import { ValidateBy } from 'class-validator';

/** What is wrong with a field, as the rest of a sentence that begins with its name; null when nothing is. */
export type Fault = string | null;

/**
 * A property's rule out of a function that also sees the object around it.
 * @param name told apart from the property's other rules
 */
export const Rule = <Whole extends object>(
  name: string,
  faultOf: (value: unknown, whole: Whole) => Fault,
): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value, args) => faultOf(value, args?.object as Whole) === null,
      defaultMessage: (args) => `$property ${faultOf(args?.value, args?.object as Whole)}`,
    },
  });

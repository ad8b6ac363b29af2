/** What is known of the customer who writes, by the name under which templates ask for it. It never comes from the model. */
export const CUSTOMER_VALUES = ['customer.phone', 'customer.user_id', 'customer.name', 'conversation.id'] as const;

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** The names that a template asks for, such as `customer.phone`, in order. */
export const namesIn = (template: string): string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim());

/** The template with each placeholder replaced by what `valueOf` gives for its name. */
export const filled = (template: string, valueOf: (name: string) => string): string =>
  template.replaceAll(PLACEHOLDER, (_, name: string) => valueOf(name.trim()));

/** The name, where the template is one placeholder and nothing else. */
export const onlyNameIn = (template: string): string | undefined => {
  const [name, ...others] = namesIn(template);
  return others.length === 0 && /^\{\{[^{}]*\}\}$/.test(template) ? name : undefined;
};

/** Every string in a JSON value, keys left out. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

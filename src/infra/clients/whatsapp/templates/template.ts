/** A template of the account, as the platform has it. */
export interface Template {
  name: string;
  language: string;
  /** `UTILITY`, `MARKETING`, `AUTHENTICATION`. */
  category: string;
  /** `APPROVED`, or why it cannot be sent. */
  status: string;
  header: TemplateHeader | null;
  body: string | null;
  footer: string | null;
  buttons: TemplateButton[];
  /** What has to be filled in, in order of appearance. */
  variables: TemplateVariable[];
  /** Parts that this system cannot fill in; a template with any cannot be sent. */
  unsupported: string[];
}

export type TemplateHeader =
  | { format: 'text'; text: string }
  /** It is given with each message. */
  | { format: 'image' | 'video' | 'document' | 'location' };

export interface TemplateButton {
  /** The platform's word, such as `QUICK_REPLY` or `URL`. */
  type: string;
  text: string;
  url?: string;
}

export interface TemplateVariable {
  /** Part and name: `header.1`, `body.customer_name`, `button.0.1`, `button.1.code`. */
  name: string;
  /** As it was handed in for approval. */
  example?: string;
}

const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g;

/** The names of the variables in a text, each once, in order of appearance. */
export const variablesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name)),
];

/** A text with its variables filled in; one without a value stays as it is. */
export const filled = (text: string, valueOf: (name: string) => string | undefined): string =>
  text.replaceAll(VARIABLE, (whole, name: string) => valueOf(name) ?? whole);

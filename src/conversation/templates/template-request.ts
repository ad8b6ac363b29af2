import type {
  FileToSend,
  PlaceToSend,
  TemplateButtonValue,
  TemplateToSend,
  TemplateValue,
} from '../../infra/clients/whatsapp/outgoing-content.js';

/** A template as it is asked for. */
export interface TemplateRequest {
  name: string;
  language: string;
  /** By part and name: `header.1`, `body.customer_name`, `button.0.1`; `button.1.code` for a code to copy. */
  variables: Record<string, string>;
  /** Where the header is no text. */
  header: FileToSend | PlaceToSend | null;
}

/** What the request comes to where nothing is known of the template: the platform checks it, and its words stay unknown. */
export function assumedTemplate({ name, language, variables, header }: TemplateRequest): TemplateToSend {
  const ofHeader = valuesOf('header', variables);
  const body = valuesOf('body', variables);
  const buttons = buttonsOf(variables);
  return {
    type: 'template',
    text: null,
    name,
    language,
    ...(header !== null ? { header } : ofHeader.length > 0 ? { header: ofHeader } : {}),
    ...(body.length > 0 ? { body } : {}),
    ...(buttons.length > 0 ? { buttons } : {}),
  };
}

/** In the order of their numbers; a variable with a name is told by it. */
const valuesOf = (part: 'header' | 'body', variables: Record<string, string>): TemplateValue[] =>
  Object.entries(variables)
    .filter(([key]) => key.startsWith(`${part}.`))
    .map(([key, text]) => ({ name: key.slice(part.length + 1), text }))
    .toSorted((one, two) => Number(one.name) - Number(two.name))
    .map(({ name, text }) => (/^\d+$/.test(name) ? { text } : { name, text }));

const buttonsOf = (variables: Record<string, string>): TemplateButtonValue[] =>
  Object.entries(variables)
    .filter(([key]) => key.startsWith('button.'))
    .map(([key, text]) => {
      const [, index, name] = key.split('.');
      return { index: Number(index), kind: name === 'code' ? ('copy_code' as const) : ('url' as const), text };
    })
    .toSorted((one, two) => one.index - two.index);

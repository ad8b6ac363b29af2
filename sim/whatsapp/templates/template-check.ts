import { refused } from '../graph-error.js';
import { contents, type TemplateContent } from '../sends/content.js';
import { componentOf, variablesIn, type Template } from './template.js';

/** Longest body with its parameters filled in. */
const LONGEST_BODY = 1_024;

type Sent = NonNullable<TemplateContent['components']>[number];
type Parameter = NonNullable<Sent['parameters']>[number];

/** What one part of a template wants to be filled with. */
interface Wanted {
  part: string;
  /** Variables of a text, or the one medium of a header. */
  names: string[];
  /** Type of each parameter. */
  type: string;
}

/**
 * Checks that a message fills in what its template asks for, no more and no less.
 * @throws GraphError 132000 for a wrong count, 132012 for a wrong kind or name, 132018 for a text with line breaks,
 * 132005 for a body that is too long once filled in
 */
export function checkParameters(template: Template, content: TemplateContent): void {
  const components = content.components ?? [];
  for (const component of components) checkPlace(template, component);
  for (const wanted of wantedBy(template)) {
    const { part, names } = wanted;
    const given = components.filter((component) => partOf(component) === part).flatMap((c) => c.parameters ?? []);
    if (given.length !== names.length) {
      const counts = `(${given.length}) does not match the expected number of params (${names.length})`;
      throw refused(132000, `${part}: number of localizable_params ${counts}`);
    }
    for (const [at, parameter] of given.entries()) checkParameter(template, wanted, parameter, at);
    if (part === 'body') checkLength(template, given);
  }
}

const partOf = ({ type, index }: Sent): string =>
  type.toLowerCase() === 'button' ? `button ${Number(index ?? NaN)}` : type.toLowerCase();

function wantedBy(template: Template): Wanted[] {
  const header = componentOf(template, 'HEADER');
  const texts = (part: string, text = ''): Wanted => ({ part, names: variablesIn(text), type: 'text' });
  const medium = header === undefined || header.format === 'TEXT' ? undefined : header.format.toLowerCase();
  const buttons = componentOf(template, 'BUTTONS')?.buttons ?? [];
  return [
    medium === undefined ? texts('header', header?.text) : { part: 'header', names: [medium], type: medium },
    texts('body', componentOf(template, 'BODY')?.text),
    ...buttons.flatMap(({ type, url }, at): Wanted[] => {
      if (type === 'COPY_CODE') return [{ part: `button ${at}`, names: ['code'], type: 'coupon_code' }];
      return url === undefined ? [] : [texts(`button ${at}`, url)];
    }),
  ];
}

/** A button is named by its place; one that the template has not cannot be filled. */
function checkPlace(template: Template, component: Sent): void {
  if (component.type.toLowerCase() !== 'button') return;
  if (component.index === undefined) throw refused(131008, 'The parameter template.components.index is required.');
  const button = componentOf(template, 'BUTTONS')?.buttons[Number(component.index)];
  const subType = component.sub_type?.toLowerCase();
  if (button === undefined) throw refused(132018, `There is no button ${component.index}`);
  if (subType !== button.type.toLowerCase()) throw refused(132018, `Button ${component.index} is a ${button.type}`);
}

function checkParameter(template: Template, { part, names, type }: Wanted, parameter: Parameter, at: number): void {
  if (parameter.type !== type) throw refused(132012, `${part}: parameter ${at} must be of type ${type}`);
  if (type !== 'text') return checkFilling(part, parameter);
  const { text, parameter_name: name } = parameter;
  const isNamed = template.parameter_format === 'NAMED' && !part.startsWith('button');
  const fits = isNamed ? names.includes(String(name)) : name === undefined;
  if (!fits) throw refused(132012, `${part}: parameter_name ${String(name)} does not fit the template`);
  if (typeof text !== 'string' || text === '') throw refused(131008, `${part}: parameter ${at} has no text`);
  if (/[\n\t]| {5}/.test(text)) {
    throw refused(132018, 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces');
  }
}

/** What fills a part in that is no text. */
function checkFilling(part: string, parameter: Parameter): void {
  const { type } = parameter;
  const filling = parameter[type];
  const isFilled =
    type === 'coupon_code'
      ? typeof filling === 'string' && /^\S{1,15}$/.test(filling)
      : contents[type as 'image' | 'video' | 'document' | 'location'].safeParse(filling).success;
  if (!isFilled) throw refused(132012, `${part}: ${type} is missing or not valid`);
}

function checkLength(template: Template, given: Parameter[]): void {
  const fixed = (componentOf(template, 'BODY')?.text ?? '').replaceAll(/\{\{\s*\w+\s*\}\}/g, '').length;
  const filled = given.reduce((sum, { text }) => sum + String(text).length, fixed);
  if (filled > LONGEST_BODY)
    throw refused(132005, `The filled body has ${filled} characters, ${LONGEST_BODY} are allowed`);
}

import { GraphError, titleOf } from '../graph-error.js';
import { SAMPLE_TEMPLATES, templateSchema, type Template, type TemplateInput } from './template.js';

/** Most templates an account has on the platform. */
export const MOST_TEMPLATES = 6_000;
/** Codes of statuses that forbid sending; any other status counts as not there. */
const FORBIDDEN: Partial<Record<Template['status'], number>> = { PAUSED: 132015, DISABLED: 132016 };

const withId = (input: TemplateInput, at: number): Template => {
  const template = templateSchema.parse(input);
  return { ...template, id: template.id ?? String(594_425_479_261_596 + at) };
};

/** The templates of the account. */
export class TemplateBook {
  #templates: Template[] = SAMPLE_TEMPLATES.map(withId);

  list(): Template[] {
    return this.#templates;
  }

  /** Replaces all of them; the input is checked already. */
  set(templates: TemplateInput[]): void {
    this.#templates = templates.map(withId);
  }

  /** @throws GraphError 132001 when there is none of this name and language, 132015 or 132016 when it may not be sent. */
  find(name: string, language: string): Template {
    const found = this.#templates.find((template) => template.name === name && template.language === language);
    const code = found === undefined ? 132001 : (FORBIDDEN[found.status] ?? 132001);
    if (found?.status === 'APPROVED') return found;
    const details = `template name (${name}) does not exist in ${language}, or may not be sent`;
    throw new GraphError(code === 132001 ? 404 : 400, code, `(#${code}) ${titleOf(code)}`, { details });
  }

  reset(): void {
    this.#templates = SAMPLE_TEMPLATES.map(withId);
  }
}

import { IsOptional, Matches } from 'class-validator';
import { type Fault, Rule } from './rule.js';
import { faultOfLine } from './text-rules.js';

export class TemplateDto {
  @Matches(/^[a-z0-9_]{1,512}$/, { message: '$property must be lower-case letters, digits and underscores' })
  name: string;

  @Matches(/^[A-Za-z]{2,3}(?:_[A-Za-z]{2,4})?$/, { message: '$property must be a code such as en or en_US' })
  language: string;

  /** Text for each variable, by the name under which `GET /api/v1/templates` lists it, such as `body.1`. */
  @IsOptional()
  @Rule('variables', faultOfVariables)
  variables?: Record<string, string>;
}

const MOST_VARIABLES = 100;
/** Longest body of a template with its variables filled in. */
const VARIABLE_LIMIT = 1_024;
const NAME = /^(?:header|body|button\.\d)\.\w{1,128}$/;

export function faultOfVariables(variables: unknown): Fault {
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) return 'must be an object';
  const entries = Object.entries(variables);
  if (entries.length > MOST_VARIABLES) return `must hold at most ${MOST_VARIABLES} values`;
  const faults = entries.flatMap(([name, value]) => {
    const fault = NAME.test(name) ? faultOfValue(value) : 'must be called header.…, body.… or button.<place>.…';
    return fault === null ? [] : [`${name.slice(0, 140)} ${fault}`];
  });
  return faults.length === 0 ? null : `are wrong: ${faults.join('; ')}`;
}

/** Source: the platform refuses such values (132018). */
const faultOfValue = (value: unknown): Fault =>
  faultOfLine(value, VARIABLE_LIMIT) ??
  (/\t| {5}/.test(String(value)) ? 'must have no tab and at most four spaces in a row' : null);

import type { Json } from '../../conversation/json.js';
import { boundedRest } from '../bounded-json.js';
import { type Shape, shapeOf, stringOf } from '../shape.js';
import type { Content } from './content.js';
import { present, textOf } from './fields.js';

/** Characters of a form's answer that are read, or kept when they cannot be. */
const RESPONSE_LIMIT = 65_536;
const NOTHING = new Set<string>();

/** A form that was filled in. Its answer is JSON in a string that the customer's device writes: it may be anything. */
export function readForm(answer: Shape): Content {
  const response = stringOf(answer.response_json);
  const fields = fieldsOf(response);
  const interactive = present({
    type: 'nfm_reply' as const,
    name: textOf(answer.name),
    body: textOf(answer.body),
    fields,
    unread: fields === undefined ? textOf(response, RESPONSE_LIMIT) : undefined,
  });
  return { kind: 'interactive', details: { interactive } };
}

function fieldsOf(response: string | undefined): { [key: string]: Json } | undefined {
  if (response === undefined || response.length > RESPONSE_LIMIT) return undefined;
  try {
    const fields = shapeOf(JSON.parse(response));
    return fields && boundedRest(fields, NOTHING);
  } catch {
    return undefined;
  }
}

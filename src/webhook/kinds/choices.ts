import { type Shape, shapeOf } from '../shape.js';
import type { Content } from './content.js';
import { booleanOf, numberOf, present, textOf } from './fields.js';
import { readForm } from './form.js';

/** A quick-reply button of a template: its label is what the customer said. */
export function readButton(payload: unknown): Content | undefined {
  const button = shapeOf(payload);
  if (textOf(button?.text) === undefined) return undefined;
  return { kind: 'button', words: button?.text, details: { button: present({ payload: textOf(button?.payload) }) } };
}

/** An answer to a message with buttons, rows, a form or a question. */
export function readInteractive(payload: unknown): Content | undefined {
  const interactive = shapeOf(payload);
  const type = interactive?.type;
  if (interactive === undefined || typeof type !== 'string') return undefined;
  const answer = shapeOf(Object.hasOwn(interactive, type) ? interactive[type] : undefined);
  if (answer === undefined) return undefined;
  switch (type) {
    case 'button_reply':
    case 'list_reply':
      return readChoice(type, answer);
    case 'nfm_reply':
      return readForm(answer);
    case 'call_permission_reply':
      return readPermission(answer);
    default:
      return undefined;
  }
}

const readChoice = (type: 'button_reply' | 'list_reply', answer: Shape): Content => ({
  kind: 'interactive',
  words: answer.title,
  details: {
    interactive: present({
      type,
      id: textOf(answer.id),
      title: textOf(answer.title),
      description: textOf(answer.description),
    }),
  },
});

const readPermission = (answer: Shape): Content => ({
  kind: 'interactive',
  details: {
    interactive: present({
      type: 'call_permission_reply' as const,
      response: textOf(answer.response),
      is_permanent: booleanOf(answer.is_permanent),
      expiration_timestamp: numberOf(answer.expiration_timestamp),
      response_source: textOf(answer.response_source),
    }),
  },
});

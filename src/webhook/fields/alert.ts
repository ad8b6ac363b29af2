import { platformErrorOf } from '../../infra/clients/whatsapp/error-table.js';
import { textOf } from '../kinds/fields.js';
import { listOf, type Shape, shapeOf, stringOf } from '../shape.js';

const ALERT_LIMIT = 300;

/**
 * What a person has to look at because it keeps messages from going out, or will; null for other news.
 * @param value one item of a field, or its whole value
 */
export function alertOf(field: unknown, value: unknown): string | null {
  const shape = shapeOf(value);
  const alert = shape === undefined ? undefined : ALERTS.get(field)?.(shape);
  return textOf(alert, ALERT_LIMIT) ?? null;
}

/** Restrictions of what customers began; those of what the business begins leave answers alone. */
const STOPPING_RESTRICTION = /CUSTOMER_INITIATED_MESSAGING/;
const GONE = new Set(['ACCOUNT_DELETED', 'ACCOUNT_OFFBOARDED']);

/**
 * Whether an alert says that no message goes out from now on, not even an answer. A warning, a ban to come and a
 * restriction of what the business begins do not.
 */
export function stopsSending(field: unknown, value: unknown): boolean {
  const shape = shapeOf(value);
  if (shape === undefined) return false;
  if (field === 'messages') {
    return typeof shape.code === 'number' && platformErrorOf(shape.code).concerns === 'account';
  }
  return field === 'account_update' && isStopped(shape);
}

const isStopped = (value: Shape): boolean => {
  const event = wordOf(value.event);
  if (event === 'DISABLED_UPDATE') return wordOf(shapeOf(value.ban_info)?.waba_ban_state) !== 'SCHEDULE_FOR_DISABLE';
  if (event !== 'ACCOUNT_RESTRICTION') return GONE.has(event);
  const items = listOf(value.restriction_info) ?? [];
  return items.some((item) => STOPPING_RESTRICTION.test(wordOf(shapeOf(item)?.restriction_type)));
};

/** Account bans and restrictions that concern calls, or adding numbers, stop no message. */
const accountUpdate = (value: Shape): string | undefined => {
  const event = wordOf(value.event);
  if (event === 'ACCOUNT_RESTRICTION') return restriction(listOf(value.restriction_info) ?? []);
  if (event === 'DISABLED_UPDATE') {
    const state = wordOf(shapeOf(value.ban_info)?.waba_ban_state);
    return state === 'REINSTATE' ? undefined : `The WhatsApp Business account is banned: ${state || 'no reason given'}`;
  }
  return STOPPED_ACCOUNT.has(event) ? `The WhatsApp Business account: ${event}` : undefined;
};

const STOPPED_ACCOUNT = new Set(['ACCOUNT_VIOLATION', 'ACCOUNT_DELETED', 'ACCOUNT_OFFBOARDED']);

const restriction = (items: readonly unknown[]): string | undefined => {
  const types = items.map((item) => wordOf(shapeOf(item)?.restriction_type));
  const stopping = types.filter((type) => type === '' || type.includes('MESSAGING'));
  if (types.length > 0 && stopping.length === 0) return undefined;
  return `The WhatsApp Business account is restricted: ${stopping.join(', ') || 'no reason given'}`;
};

/** Source: the template statuses under which the platform refuses a template (132001, 132015, 132016). */
const STOPPED_TEMPLATE = new Set([
  'REJECTED',
  'PAUSED',
  'DISABLED',
  'ARCHIVED',
  'DELETED',
  'PENDING_DELETION',
  'LIMIT_EXCEEDED',
  'LOCKED',
]);

const templateUpdate = (value: Shape): string | undefined => {
  const event = wordOf(value.event);
  if (!STOPPED_TEMPLATE.has(event)) return undefined;
  return `The template ${wordOf(value.message_template_name) || 'without a name'} is ${event}: ${wordOf(value.reason) || 'no reason given'}`;
};

const numberQuality = (value: Shape): string | undefined => {
  const event = wordOf(value.event);
  if (event !== 'FLAGGED' && event !== 'DOWNGRADE') return undefined;
  return `The quality of the number is low: ${event}, limit ${wordOf(value.current_limit) || 'unknown'}`;
};

const nameUpdate = (value: Shape): string | undefined =>
  wordOf(value.decision) === 'REJECTED' ? 'The display name of the number was rejected' : undefined;

const accountAlert = (value: Shape): string =>
  `WhatsApp alerts: ${wordOf(value.alert_type) || 'no type'}, ${wordOf(value.alert_severity) || 'no severity'}`;

/** An error of the account or the number, which stands beside the messages. */
const messagesError = (value: Shape): string | undefined =>
  typeof value.code === 'number' && value.id === undefined
    ? `WhatsApp reports ${value.code}: ${wordOf(value.title) || wordOf(value.message)}`
    : undefined;

const ALERTS: ReadonlyMap<unknown, (value: Shape) => string | undefined> = new Map<
  unknown,
  (value: Shape) => string | undefined
>([
  ['account_update', accountUpdate],
  ['message_template_status_update', templateUpdate],
  ['phone_number_quality_update', numberQuality],
  ['phone_number_name_update', nameUpdate],
  ['account_alerts', accountAlert],
  ['security', (value) => `Security: ${wordOf(value.event) || 'no event'}`],
  ['messages', messagesError],
]);

const wordOf = (value: unknown): string => stringOf(value) ?? '';

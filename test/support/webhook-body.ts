import { newMessageId } from '../../sim/ids.js';
import type { TestSystem } from './system.js';

type Item = Record<string, unknown>;

/** What one change of a webhook carries. */
interface Change {
  messages?: unknown[];
  statuses?: unknown[];
  contacts?: unknown[];
  /** The number it was sent to; ours unless told. */
  phoneNumberId?: string;
}

const secondsAgo = (seconds: number): string => String(Math.floor(Date.now() / 1_000) - seconds);

/** The platform's envelope, each change in an entry of its own. */
export const webhook = (system: TestSystem, ...changes: Change[]): Item => ({
  object: 'whatsapp_business_account',
  entry: changes.map(({ phoneNumberId, ...content }) => {
    const id = phoneNumberId ?? system.settings.WHATSAPP_PHONE_NUMBER_ID;
    const metadata = { display_phone_number: '15550100001', phone_number_id: id };
    return {
      id: '102290129340398',
      changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...content } }],
    };
  }),
});

/** A text of a customer, `agoS` seconds old. */
export const textFrom = (phone: string, body: string, more: Item = {}, agoS = 0): Item & { id: string } => ({
  from: phone,
  id: newMessageId(),
  timestamp: secondsAgo(agoS),
  type: 'text',
  text: { body },
  ...more,
});

export const statusOf = (id: string, status: string, more: Item = {}): Item => ({
  id,
  status,
  timestamp: secondsAgo(0),
  recipient_id: '15550100123',
  ...more,
});

/** Posts a signed body once; returns the answer's status. */
export async function deliver(system: TestSystem, body: unknown): Promise<number | null> {
  const { statuses } = await system.simulator.deliverWebhook({ body });
  return statuses[0] ?? null;
}

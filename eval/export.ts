import { stringify } from 'yaml';
import { callJson, requireRunning } from '../sim/flow/json-api.js';
import { readAddress } from '../sim/flow/address.js';
import { loadEnvFile } from '../src/infra/config/read-settings.js';
import { type PastConversation, type PastMessage, scenarioOf } from './export/scenario-of.js';

/**
 * `npm run --silent eval:export -- <phone or conversation id> [--url http://…]`: a conversation of the running system as a
 * scenario, in YAML, without names and numbers. Read it before you keep it.
 */
const PAGE = 100;
/** More is no scenario. */
const MOST_PAGES = 5;

loadEnvFile();
try {
  const [customer = '', ...flags] = process.argv.slice(2);
  if (customer === '' || customer.startsWith('-'))
    throw new Error('Whose? npm run eval:export -- <phone or conversation id>');
  process.stdout.write(stringify([await exported(customer, flags)]));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function exported(customer: string, flags: string[]): Promise<ReturnType<typeof scenarioOf>> {
  const { product, operatorKey: key } = readAddress(flags, process.env);
  await requireRunning(`${product}/health/live`, `The system does not run at ${product}. Name its address: --url`);
  const path = `${product}/api/v1/conversations/${encodeURIComponent(customer)}`;
  const conversation = await callJson<Omit<PastConversation, 'messages'>>(path, { key });
  const messages: PastMessage[] = [];
  let cursor: string | null = '';
  for (let page = 0; cursor !== null && page < MOST_PAGES; page++) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === '' ? {} : { cursor }) });
    const read: { items: PastMessage[]; next_cursor: string | null } = await callJson(`${path}/messages?${query}`, {
      key,
    });
    messages.push(...read.items);
    cursor = read.next_cursor;
  }
  return scenarioOf(`exported ${new Date().toISOString().slice(0, 10)}`, {
    ...conversation,
    messages: messages.toReversed(),
  });
}

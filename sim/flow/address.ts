import { parseArgs } from 'node:util';

/** Where everybody is, and what the operator shows at the door. */
export interface Address {
  /** Base URLs, without a slash at the end. */
  product: string;
  simulator: string;
  /** Undefined where the operator API is open. */
  operatorKey: string | undefined;
  /** The system's `BUFFER_QUIET_MS`: it answers after this much silence. */
  quietMs: number;
}

/**
 * Reads `--url` and `--sim`, else `PORT` and `SIM_PORT` on this machine; the operator is the first of
 * `OPERATOR_API_KEYS`.
 * @throws Error for a flag nobody knows or an address that is none.
 */
export function readAddress(args: string[], env: NodeJS.ProcessEnv): Address {
  const { values } = parseArgs({ args, options: { url: { type: 'string' }, sim: { type: 'string' } } });
  const [operator = ''] = (env['OPERATOR_API_KEYS'] ?? '').split(',');
  return {
    product: baseUrl(values.url ?? loopback(env['PORT'], 5000)),
    simulator: baseUrl(values.sim ?? loopback(env['SIM_PORT'], 5100)),
    operatorKey: operator.trim().split(':').slice(1).join(':') || undefined,
    quietMs: Number(env['BUFFER_QUIET_MS'] || 3_000),
  };
}

/** An empty value counts as unset. */
const loopback = (port: string | undefined, usual: number): string => `http://127.0.0.1:${port || usual}`;

function baseUrl(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw new Error(`${text} is no http:// address`);
  return text.replace(/\/+$/, '');
}

import { loadEnvFile } from './infra/config/read-settings.js';

/** `npm run check:health [http://host:port]`: says in words how a running system is; the exit code is 0 when all is well. */

interface Checks {
  database: string;
  redis: string;
  workers: string;
  sending?: string;
  model?: string;
  backlog?: string;
}

const LIMIT_MS = 5_000;

loadEnvFile();
const url = (process.argv[2] ?? process.env['HEALTH_URL'] ?? `http://127.0.0.1:${process.env['PORT'] || 5000}`).replace(
  /\/+$/,
  '',
);
const [health, ready] = await Promise.all([ask<{ checks?: Checks }>('/health'), ask<object>('/health/ready')]);
const found = health?.body.checks;
const lines = found === undefined ? [absent()] : report(found, ready?.status === 200);
process.stdout.write(`${lines.map(({ well, text }) => `${well ? '✓' : '✗'} ${text}`).join('\n')}\n`);
process.exitCode = lines.every(({ well }) => well) ? 0 : 1;

interface Line {
  well: boolean;
  text: string;
}

async function ask<Body>(path: string): Promise<{ status: number; body: Body } | null> {
  try {
    const response = await fetch(url + path, { signal: AbortSignal.timeout(LIMIT_MS) });
    return { status: response.status, body: (await response.json()) as Body };
  } catch {
    return null;
  }
}

function absent(): Line {
  return {
    well: false,
    text: `Server    nothing that we know answers at ${url}. Start it (npm start), or name its address.`,
  };
}

function report(checks: Checks, isReady: boolean): Line[] {
  const workers = Number.parseInt(checks.workers, 10);
  return [
    line('Server', isReady, `ready at ${url}`, `not ready at ${url}: it is stopping, or the database is away`),
    line('Database', checks.database === 'connected', 'connected', 'away. Is it running, and is DB_URL right?'),
    line(
      'Redis',
      checks.redis !== 'disconnected',
      checks.redis === 'connected' ? 'connected' : 'not configured; the queue is in the database',
      'away. Messages are stored and answered late. Is it running, and is REDIS_URI right?',
    ),
    line('Workers', workers > 0, `${workers} active`, 'none. Nobody is answered until one runs: node dist/worker.js'),
    line('Sending', checks.sending === undefined, 'messages go out', `${checks.sending}. Messages stay queued.`),
    line(
      'Model',
      checks.model === undefined,
      'asked',
      'away. Customers wait and were told. See the key and the quota.',
    ),
    line(
      'Backlog',
      checks.backlog === undefined,
      'moving',
      'stuck. Somebody waits for too long: see /stats, start workers.',
    ),
  ];
}

function line(part: string, well: boolean, yes: string, no: string): Line {
  return { well, text: `${part.padEnd(9)} ${well ? yes : no}` };
}

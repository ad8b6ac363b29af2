import { loadEnvFile } from '../src/infra/config/read-settings.js';
import { type Address, readAddress } from './flow/address.js';
import { requireRunning } from './flow/json-api.js';
import { Cast } from './flow/cast.js';
import { play } from './flow/play.js';
import { STORY } from './flow/story.js';

/** `npm run flow`: plays customer and operator against the running system, and says what it saw at each step. */
loadEnvFile();
try {
  const address = readAddress(process.argv.slice(2), process.env);
  await requireBoth(address);
  const cast = new Cast(address);
  process.stdout.write(`Customer +${cast.customer.phone}, system at ${address.product}\n`);
  process.exitCode = (await play(STORY, cast, (line) => process.stdout.write(`${line}\n`))) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function requireBoth({ product, simulator }: Address): Promise<void> {
  const start = 'Start it with `npm start` in another terminal';
  await requireRunning(
    `${product}/health/live`,
    `The system does not run at ${product}. ${start}, or name its address: --url`,
  );
  await requireRunning(
    `${simulator}/sim`,
    `The simulator, which plays the customer's phone, does not run at ${simulator}. ${start}, or name its address: --sim`,
  );
}

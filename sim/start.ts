import { loadEnvFile } from '../src/infra/config/read-settings.js';
import { announcement } from './start/announcement.js';
import { type Part, stopOnSignal, stopParts } from './start/shutdown.js';
import { startSystem } from './start/system.js';

/** `npm start`: the whole system in one process, with a stand-in for every outside part that is not set. */
loadEnvFile();
const parts: Part[] = [];
const starting = startSystem(process.env, parts);
stopOnSignal(starting, parts);
try {
  process.stdout.write(announcement(await starting));
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  await stopParts(parts);
  process.exit(1);
}

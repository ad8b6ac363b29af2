import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './app.module.js';
import { MemoryRebuild, type Rebuilt } from './conversation/memory/memory-rebuild.service.js';
import { loadEnvFile, readSettings } from './infra/config/read-settings.js';
import type { Settings } from './infra/config/settings.js';
import { startOrExplain } from './infra/run-until-signal.js';
import { referenceIn } from './operator/customer-reference.js';
import { postToRunning } from './running-system.js';

/**
 * `npm run memory:rebuild -- <conversation id, phone or user id>`: makes what the assistant remembers of a conversation
 * anew from its transcript, and says what it came to. Without DB_URL it asks the system that runs at PORT to do it.
 */
const LIMIT_MS = 600_000;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const rebuilt = await startOrExplain(async () => {
  loadEnvFile();
  const [customer] = process.argv.slice(2);
  if (customer === undefined) throw new Error('Name a conversation: npm run memory:rebuild -- <id or phone>');
  const path = `/api/v1/conversations/${encodeURIComponent(customer)}/memory`;
  return process.env['DB_URL']
    ? rebuildHere(customer, readSettings(process.env))
    : postToRunning<Rebuilt>(path, process.env);
});
print(`The memory of ${rebuilt.conversation_id} is rebuilt from its transcript.`);
print(
  rebuilt.reaches_seq === null
    ? 'All of it is remembered word for word.'
    : `Up to message ${rebuilt.reaches_seq} it is summed up, in ${rebuilt.steps} steps:\n${rebuilt.summary}`,
);
for (const words of rebuilt.kept) print(`Kept word for word: ${words}`);
process.exit(0);

async function rebuildHere(customer: string, settings: Settings): Promise<Rebuilt> {
  const app = await NestFactory.createApplicationContext(WorkerModule.with(settings), {
    logger: false,
    abortOnError: false,
  });
  return app.get(MemoryRebuild).rebuild(referenceIn(customer), AbortSignal.timeout(LIMIT_MS));
}

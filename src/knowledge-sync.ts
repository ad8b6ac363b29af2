import { NestFactory } from '@nestjs/core';
import { KnowledgeModule } from './ai/knowledge/knowledge.module.js';
import { KnowledgeSync } from './ai/knowledge/sync/knowledge-sync.service.js';
import type { SyncReport } from './ai/knowledge/sync/sync-run.js';
import { loadEnvFile, readSettings } from './infra/config/read-settings.js';
import type { Settings } from './infra/config/settings.js';
import { SettingsModule } from './infra/config/settings.module.js';
import { DatabaseModule } from './infra/database/database.module.js';
import { startOrExplain } from './infra/run-until-signal.js';
import { postToRunning } from './running-system.js';

/**
 * `npm run knowledge:sync`: brings the index up to the files in BUSINESS_DIR and says what it did; the exit code is 1
 * when a file could not be read. Without DB_URL it asks the system that runs at PORT to do it.
 */
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const report = await startOrExplain(async () => {
  loadEnvFile();
  return process.env['DB_URL']
    ? syncHere(readSettings(process.env))
    : postToRunning<SyncReport>('/api/v1/knowledge/sync', process.env);
});
for (const outcome of ['added', 'changed', 'removed'] as const) print(`${outcome}: ${report[outcome].length}`);
print(`unchanged: ${report.unchanged.length}`);
for (const { path, reason } of report.unreadable) print(`unreadable: ${path}: ${reason}`);
print(`The assistant knows ${report.chunks} passages.`);
if (report.embeddings !== undefined) {
  const { chunks, problem } = report.embeddings;
  print(`It finds ${chunks} of them by their meaning${problem === null ? '.' : `: ${problem}`}`);
}
process.exit(report.unreadable.length > 0 ? 1 : 0);

async function syncHere(settings: Settings): Promise<SyncReport> {
  const module = { module: KnowledgeModule, imports: [SettingsModule.with(settings), DatabaseModule] };
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  return app.get(KnowledgeSync).sync((outcome, path) => print(`  ${outcome.padEnd(10)} ${path}`));
}

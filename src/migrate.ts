import { loadEnvFile, readSettings } from './infra/config/read-settings.js';
import { migrate } from './infra/database/migrate.js';
import { startOrExplain } from './infra/run-until-signal.js';

await startOrExplain(async () => {
  loadEnvFile();
  await migrate(readSettings(process.env));
  process.stdout.write('The database is up to date.\n');
});

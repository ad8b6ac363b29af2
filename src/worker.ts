import { endLeanStart } from './infra/lean-start.js';
import { loadEnvFile, readSettings } from './infra/config/read-settings.js';
import { runUntilSignal, startOrExplain } from './infra/run-until-signal.js';
import { work } from './serve.js';

const working = await startOrExplain(async () => {
  loadEnvFile();
  return work(readSettings(process.env));
});
runUntilSignal(() => working.close());
endLeanStart();

import { endLeanStart } from './infra/lean-start.js';
import { loadEnvFile, readSettings } from './infra/config/read-settings.js';
import { runUntilSignal, startOrExplain } from './infra/run-until-signal.js';
import { work } from './serve.js';

// What is loaded from here on, the engine above all, takes no more memory for being loaded fast.
endLeanStart();
const working = await startOrExplain(async () => {
  loadEnvFile();
  return work(readSettings(process.env));
});
runUntilSignal(() => working.close());

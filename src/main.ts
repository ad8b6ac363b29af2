import { endLeanStart } from './infra/lean-start.js';
import { loadEnvFile, readSettings } from './infra/config/read-settings.js';
import { runUntilSignal, startOrExplain } from './infra/run-until-signal.js';
import { serve } from './serve.js';

const serving = await startOrExplain(async () => {
  loadEnvFile();
  return serve(readSettings(process.env));
});
runUntilSignal(() => serving.close());
endLeanStart();

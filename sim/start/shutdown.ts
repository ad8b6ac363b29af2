/** Something that was started and has to be stopped. */
export interface Part {
  name: string;
  stop(): Promise<void>;
}

const STOP_LIMIT_MS = 20_000;
/** npm passes the terminal's Ctrl+C on, so that one key press arrives twice. */
const ECHO_MS = 500;
const ORPHAN_CHECK_MS = 250;

/** Stops the parts, the newest first. One that fails is named, and the others are stopped all the same. */
export async function stopParts(parts: Part[]): Promise<void> {
  for (const part of parts.splice(0).toReversed()) {
    await part.stop().catch((error: unknown) => {
      process.stderr.write(`${part.name} did not stop as it should: ${String(error)}\n`);
    });
  }
}

/**
 * Makes SIGINT, SIGTERM and SIGHUP stop the parts, once `started` is settled, and then end the process with code 0.
 * After 20 seconds, or at a second signal, the process ends at once with code 1.
 */
export function stopOnSignal(started: Promise<unknown>, parts: Part[]): void {
  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince !== undefined) return;
    stoppingSince = Date.now();
    setTimeout(giveUp, STOP_LIMIT_MS).unref();
    void stopAfter(started, parts).then(() => process.exit(0));
  };
  const onSignal = (): void => {
    if (stoppingSince !== undefined && Date.now() - stoppingSince > ECHO_MS) process.exit(1);
    stop();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  if (process.env['npm_lifecycle_event'] !== undefined) onceOrphaned(stop);
}

function giveUp(): void {
  process.stderr.write(`Not everything stopped within ${STOP_LIMIT_MS / 1_000} s.\n`);
  process.exit(1);
}

/** A SIGTERM to `npm start` ends npm and its shell, but the shell does not pass it on to us. */
function onceOrphaned(stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, ORPHAN_CHECK_MS).unref();
}

async function stopAfter(started: Promise<unknown>, parts: Part[]): Promise<void> {
  await Promise.allSettled([started]);
  await stopParts(parts);
}

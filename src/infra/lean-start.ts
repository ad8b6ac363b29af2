import { setFlagsFromString } from 'node:v8';

/**
 * Loading a thousand files leaves garbage in a heap that then never shrinks: a third of the memory of a process at
 * rest. So V8 collects eagerly while the code is loaded, and is fast again from {@link endLeanStart} on. The flag only
 * moves V8's own thresholds; every entry point imports this file first, before there is anything to collect.
 */
setFlagsFromString('--optimize-for-size');

export const endLeanStart = (): void => setFlagsFromString('--no-optimize-for-size');

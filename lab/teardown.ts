/** What was started, stopped in the opposite order; also when the benchmark is interrupted. */
export class Teardown {
  private readonly steps: (() => unknown)[] = [];
  private running: Promise<void> | undefined;

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.once(name, () => void this.run().finally(() => process.exit(130)));
    }
  }

  add(step: () => unknown): void {
    this.steps.push(step);
  }

  /** A step that fails does not keep the others from running. */
  run(): Promise<void> {
    this.running ??= (async () => {
      for (const step of this.steps.splice(0).toReversed()) {
        await Promise.resolve()
          .then(step)
          .catch((error: unknown) => process.stderr.write(`Not everything stopped: ${String(error)}\n`));
      }
    })();
    return this.running;
  }
}

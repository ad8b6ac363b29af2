/** Those that still have something to stop. */
const living = new Set<Teardown>();

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    const stopped = [...living].toReversed().map((teardown) => teardown.run());
    void Promise.all(stopped).finally(() => process.exit(130));
  });
}

/** What was started, stopped in the opposite order; also when the program is interrupted. */
export class Teardown {
  private readonly steps: (() => unknown)[] = [];
  private running: Promise<void> | undefined;

  add(step: () => unknown): void {
    living.add(this);
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
      living.delete(this);
    })();
    return this.running;
  }
}

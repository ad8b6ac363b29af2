/** Timers that can be dropped together, so that nothing fires after a reset or a stop. */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>();

  get running(): number {
    return this.#running.size;
  }

  after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#running.delete(timer);
      work();
    }, ms);
    this.#running.add(timer);
  }

  clear(): void {
    for (const timer of this.#running) clearTimeout(timer);
    this.#running.clear();
  }
}

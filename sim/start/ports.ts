import { refusalOf } from '../loopback.js';

/** A setting that names a port, and the port it names. */
export type NamedPorts = Record<string, number>;

/**
 * Checks that each port can be listened on; port 0 always can.
 * @throws Error that names every one that cannot, and the command that chooses others
 */
export async function requireFreePorts(ports: NamedPorts): Promise<void> {
  const problems: string[] = [];
  const choices: string[] = [];
  const taken = new Set<number>();
  for (const [name, port] of Object.entries(ports)) {
    const refusal = taken.has(port) ? 'is named twice' : await refusalOf(port);
    if (port !== 0) taken.add(port);
    if (refusal === null) continue;
    problems.push(`Port ${port} (${name}) ${refusal}.`);
    choices.push(`${name}=${await anotherPort(port, taken)}`);
  }
  if (problems.length === 0) return;
  throw new Error(`${problems.join('\n')}\nChoose another: ${choices.join(' ')} npm start`);
}

/** A free one fifty further on, easy to remember; near the end of the range any free one. */
async function anotherPort(port: number, taken: Set<number>): Promise<number> {
  for (let candidate = port + 50; candidate <= Math.min(port + 70, 65_535); candidate++)
    if (!taken.has(candidate) && (await refusalOf(candidate)) === null) return candidate;
  return 0;
}

import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../sim/embedded-postgres.js';
import { freeze, type Guard, guard } from './guard.js';
import { childrenOf } from './proc.js';
import { unusedPort } from './processes.js';

/** A PostgreSQL of our own, which may be frozen and killed. It ends with this process. */
export class PostgresServer {
  private constructor(
    private readonly directory: string,
    private readonly settings: Record<string, string>,
    private readonly tie: Guard,
    private server: EmbeddedPostgres,
  ) {}

  /** @param directory for its data, to be removed with it; a new one unless given. */
  static async start(
    settings: Record<string, string>,
    directory = mkdtempSync(path.join(tmpdir(), 'postgres-')),
  ): Promise<PostgresServer> {
    // As root without user namespaces the server runs as `nobody`, who must get in.
    chmodSync(directory, 0o755);
    const server = await startEmbeddedPostgres(directory, { settings, port: await unusedPort() });
    return new PostgresServer(directory, settings, guard(server.pid, directory), server);
  }

  /** Stays the same over a restart. */
  get url(): string {
    return this.server.url;
  }

  /** Freezes the server with all its sessions. @returns what lets it go on. */
  freeze(): () => Promise<void> {
    return freeze(this.processes());
  }

  /** Kills the server and all its sessions at once. */
  kill(): void {
    for (const pid of this.processes()) process.kill(pid, 'SIGKILL');
  }

  /** Starts it again on the same port, after a kill; whatever was kept of the one before is let go. */
  async restart(): Promise<void> {
    const { directory, settings } = this;
    await this.server.stop();
    this.server = await startEmbeddedPostgres(directory, { settings, port: Number(new URL(this.url).port) });
    this.tie.follow(this.server.pid);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.tie.end();
  }

  private processes(): number[] {
    return [this.server.pid, ...childrenOf(this.server.pid)];
  }
}

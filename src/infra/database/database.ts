import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Faults } from '../faults/faults.js';
import { closeDeadLines } from './dead-lines.js';
import { isUnavailable } from './unavailable.js';

/** Numbers that fit are numbers: sequences and counts stay below 2^53 for longer than any disk lasts. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** What a repository may do with a connection or an open transaction. */
export interface Sql {
  /** Runs one statement and returns its rows. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

declare const opened: unique symbol;
/** An open transaction, to be passed on; only repositories look inside, through {@link Database.in}. */
export interface Tx {
  readonly [opened]: true;
}

/** Deadlock and serialisation failure: the whole may be repeated, nothing of it was kept. */
const REPEATABLE = new Set(['40P01', '40001']);
const TRIES = 4;

/**
 * The one door to Postgres for hot statements, on the data source's own pool. A statement waits at most for the
 * limits set in `data-source.options.ts`. Whatever loses a deadlock is repeated, so the work of a transaction must not
 * touch the outside world.
 */
@Injectable()
export class Database implements Sql {
  constructor(
    private readonly dataSource: DataSource,
    private readonly faults: Faults,
  ) {
    closeDeadLines(this.pool);
  }

  /** The pool itself, for libraries that bring their own statements. */
  get pool(): pg.Pool {
    return (this.dataSource.driver as PostgresDriver).master as pg.Pool;
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await repeated(() => this.pool.query(prepared(text, values)));
    return result.rows as Row[];
  }

  /** The statements of `tx`, or of no transaction at all. */
  in(tx?: Tx): Sql {
    return tx === undefined ? this : (tx as unknown as Sql);
  }

  /** Commits when `work` returns, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return repeated(() => this.once(work));
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work(inside(client));
      await this.faults.reach('before-commit');
      await client.query('commit');
      await this.faults.reach('after-commit');
      return result;
    } catch (error) {
      if (isSilence(error)) broken = error;
      else await client.query('rollback').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= TRIES || !REPEATABLE.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

/** Whoever did not answer would not answer a rollback either; Postgres rolls back when the connection goes. */
const isSilence = (error: unknown): error is Error => isUnavailable(error) && !(error instanceof pg.DatabaseError);

const names = new Map<string, string>();

/** By its name a connection knows a statement again, and neither reads nor plans it twice; our texts never change. */
const prepared = (text: string, values: readonly unknown[]): pg.QueryConfig => {
  const name = names.get(text) ?? `statement-${names.size}`;
  names.set(text, name);
  return { name, text, values: [...values] };
};

const inside = (client: pg.PoolClient): Tx => {
  const sql: Sql = {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query(prepared(text, values))).rows as Row[],
  };
  return sql as unknown as Tx;
};

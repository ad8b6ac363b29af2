import type { DataSource } from 'typeorm';

/** @throws Error that says what to run, when the tables are older than this build. */
export async function checkMigrated(dataSource: DataSource): Promise<void> {
  if (await dataSource.showMigrations()) throw new Error('The database is not up to date. Run: npm run migrate');
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files of operators stand beside those of customers: without a message, with the platform's id of their copy there. */
export class Uploads1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UPLOADS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from media where message_id is null`);
    await runner.query(`
      alter table media drop constraint media_of_somebody, alter column message_id set not null,
        drop column operator_id, drop column filename, drop column platform_id, drop column uploaded_at`);
  }
}

const UPLOADS = `
  alter table media
    alter column message_id drop not null,
    add column operator_id text,
    add column filename text,
    -- Under which the platform has a copy, and since when: it keeps one for 30 days.
    add column platform_id text,
    add column uploaded_at timestamptz,
    add constraint media_of_somebody check (message_id is not null or (platform_id is not null and uploaded_at is not null));
`;

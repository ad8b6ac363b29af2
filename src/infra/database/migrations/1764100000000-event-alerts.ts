import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operators list what the platform reports, of one field or what alerts them, newest first. */
export class EventAlerts1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table platform_event add column alert text;
      create index platform_event_by_field on platform_event (field, id desc);
      create index platform_event_alerts on platform_event (id desc) where alert is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index platform_event_by_field; alter table platform_event drop column alert');
  }
}

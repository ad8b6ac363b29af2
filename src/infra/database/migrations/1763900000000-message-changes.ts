import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which edits and revokes wait for the message they are about? A few rows at any time. */
export class MessageChanges1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index message_open_change on message (conversation_id) where extra_metadata ->> 'applied' = 'false'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index message_open_change');
  }
}

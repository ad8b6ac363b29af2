import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers that wait for a person to send them. */
export class Drafts1765230000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const STATES = `'queued', 'sending', 'unconfirmed', 'cancelled', 'sent', 'failed', 'delivered', 'read', 'played'`;

/** Rows that are there fit already, and are not read again. */
const UP = `
  alter table message
    drop constraint message_status_check,
    add constraint message_status_check check (status in (${STATES}, 'draft')) not valid;
  -- Which drafts wait in a conversation, and in all, longest first?
  create index message_draft on message (conversation_id, seq) where status = 'draft';
  create index message_drafts on message (seq) where status = 'draft';
  -- Null: as the settings say.
  alter table conversation add column assistant_mode text check (assistant_mode in ('auto', 'draft'));
`;

const DOWN = `
  alter table conversation drop column assistant_mode;
  drop index message_drafts;
  drop index message_draft;
  update message set status = 'cancelled' where status = 'draft';
  alter table message
    drop constraint message_status_check,
    add constraint message_status_check check (status in (${STATES})) not valid;
`;

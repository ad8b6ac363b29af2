import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers change their names; two conversations may turn out to be one. */
export class CustomerNames1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
  alter table conversation
    -- Set while it is to be verified again who writes there.
    add column identity_changed_at timestamptz,
    add column identity_verified_at timestamptz,
    -- Another conversation with the same customer, in which everything went on.
    add column merged_into uuid references conversation on delete cascade;
  create index conversation_merged on conversation (merged_into) where merged_into is not null;

  alter table customer_identity
    drop constraint customer_identity_kind_check,
    add constraint customer_identity_kind_check check (kind in ('wa_id', 'user_id', 'parent_user_id', 'username')),
    -- By the platform's time; from the beginning, unless it was somebody else's or another one before.
    add column since timestamptz not null default '-infinity';

  -- Whose was this name when a message was sent that comes late?
  create table former_identity (
    kind text not null,
    value varchar(160) not null,
    conversation_id uuid not null references conversation on delete cascade,
    until timestamptz not null,
    primary key (kind, value, conversation_id)
  );
  create index former_identity_conversation on former_identity (conversation_id);
`;

const DOWN = `
  drop table former_identity;
  delete from customer_identity where kind = 'username';
  alter table customer_identity
    drop column since,
    drop constraint customer_identity_kind_check,
    add constraint customer_identity_kind_check check (kind in ('wa_id', 'user_id', 'parent_user_id'));
  alter table conversation drop column merged_into, drop column identity_changed_at, drop column identity_verified_at;
`;

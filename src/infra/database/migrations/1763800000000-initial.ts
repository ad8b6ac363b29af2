import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the design, section 5. Each index names the question it answers. */
export class Initial1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONVERSATION);
    await runner.query(MESSAGE);
    await runner.query(TURN);
    await runner.query(EVENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table platform_event, handoff_event, delivery_event, turn, message, customer_identity, conversation, installation',
    );
  }
}

const CONVERSATION = `
  -- Tells this database from any other; keys in shared stores carry it.
  create table installation (id uuid primary key default gen_random_uuid());
  insert into installation default values;

  create table conversation (
    id uuid primary key default gen_random_uuid(),
    phone varchar(20) unique,
    name text,
    owner text not null default 'ai' check (owner in ('ai', 'waiting', 'human', 'external')),
    human_intervention_required boolean not null generated always as (owner <> 'ai') stored,
    owner_since timestamptz not null default now(),
    operator_id text,
    handoff jsonb,
    -- Grows each time the owner changes.
    epoch integer not null default 0,
    -- Grows each time somebody claims the conversation; a write that carries an older one changes nothing.
    fence bigint not null default 0,
    claimed_until timestamptz,
    -- The unanswered burst: null when nothing waits for an answer.
    burst_started_at timestamptz,
    burst_last_at timestamptz,
    -- Claims of this burst that ended without a word, because their worker died.
    burst_attempts smallint not null default 0,
    -- Turns of this burst that gave way to newer messages.
    burst_restarts smallint not null default 0,
    window_expires_at timestamptz,
    last_message_id uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  -- The list, most recent first; and the queue of those who wait for a person, longest first.
  create index conversation_recent on conversation (updated_at desc, id desc);
  create index conversation_by_owner on conversation (owner, updated_at desc, id desc) where owner <> 'ai';
  create index conversation_waiting on conversation (owner_since, id) where owner = 'waiting';
  -- Which bursts still wait for the assistant?
  create index conversation_unanswered on conversation (burst_last_at) where owner = 'ai' and burst_started_at is not null;
  -- Whose worker died?
  create index conversation_claimed on conversation (claimed_until) where claimed_until is not null;

  create table customer_identity (
    kind text not null check (kind in ('wa_id', 'user_id', 'parent_user_id')),
    value varchar(160) not null,
    conversation_id uuid not null references conversation on delete cascade,
    created_at timestamptz not null default now(),
    primary key (kind, value)
  );
  create index customer_identity_conversation on customer_identity (conversation_id);
`;

const MESSAGE = `
  create table message (
    id uuid primary key default gen_random_uuid(),
    -- Order of arrival; pages and memory go by it.
    seq bigint generated always as identity,
    conversation_id uuid not null references conversation on delete cascade,
    turn_id uuid,
    direction text not null check (direction in ('inbound', 'outbound')),
    sender_type text not null check (sender_type in ('customer', 'ai', 'operator')),
    sender_id text,
    external_id varchar(255) unique,
    has_text boolean not null generated always as (message_text is not null) stored,
    message_text text,
    media_info jsonb,
    provider_ts timestamptz,
    extra_metadata jsonb,
    status text check (status in ('queued', 'sending', 'unconfirmed', 'cancelled', 'sent', 'failed', 'delivered', 'read', 'played')),
    -- Inbound: when it was dealt with.
    handled_at timestamptz,
    -- Outbound: the owner's epoch it was written under, and where sending stands.
    epoch integer,
    attempts smallint not null default 0,
    due_at timestamptz,
    error jsonb,
    idempotency_key varchar(255),
    created_at timestamptz not null default now(),
    check ((direction = 'inbound') = (status is null))
  );
  create index message_transcript on message (conversation_id, seq);
  create index message_unanswered on message (conversation_id, seq) where direction = 'inbound' and handled_at is null;
  -- What is still to be sent, or in doubt?
  create index message_outbox on message (due_at) where status in ('queued', 'sending', 'unconfirmed');
  create index message_outbox_order on message (conversation_id, seq) where status in ('queued', 'sending', 'unconfirmed');
  create unique index message_idempotency on message (conversation_id, idempotency_key) where idempotency_key is not null;
`;

const TURN = `
  create table turn (
    id uuid primary key default gen_random_uuid(),
    conversation_id uuid not null references conversation on delete cascade,
    state text not null default 'running'
      check (state in ('running', 'answered', 'silent', 'superseded', 'cancelled', 'handed_over', 'failed')),
    fence bigint not null,
    epoch integer not null,
    message_count integer not null,
    model text,
    model_calls smallint,
    input_tokens integer,
    output_tokens integer,
    reason text,
    started_at timestamptz not null default now(),
    ended_at timestamptz
  );
  -- One turn at a time in a conversation, whatever else goes wrong.
  create unique index turn_running on turn (conversation_id) where state = 'running';
  create index turn_of_conversation on turn (conversation_id, started_at desc);
`;

const EVENTS = `
  create table delivery_event (
    id bigint generated always as identity primary key,
    external_id varchar(255) not null,
    status text not null,
    participant text not null default '',
    provider_ts timestamptz not null,
    label text,
    error jsonb,
    metadata jsonb,
    -- new: to be applied; applied: its message has it; parked: its message is not known (yet).
    state text not null default 'new' check (state in ('new', 'applied', 'parked')),
    created_at timestamptz not null default now(),
    unique (external_id, status, participant)
  );
  create index delivery_event_new on delivery_event (id) where state = 'new';
  create index delivery_event_parked on delivery_event (created_at) where state = 'parked';

  create table handoff_event (
    id bigint generated always as identity primary key,
    conversation_id uuid not null references conversation on delete cascade,
    from_owner text not null,
    to_owner text not null,
    epoch integer not null,
    operator_id text,
    reason text,
    card jsonb,
    created_at timestamptz not null default now()
  );
  create index handoff_event_of_conversation on handoff_event (conversation_id, id);

  create table platform_event (
    id bigint generated always as identity primary key,
    field text not null,
    key text not null unique,
    note text not null,
    payload jsonb,
    created_at timestamptz not null default now()
  );
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person is silent while they say nothing, however much the customer writes. */
export class PersonSilence1765120000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table conversation add column person_spoke_at timestamptz;
      update conversation set person_spoke_at = updated_at where owner in ('human', 'external');
      -- Which people have been silent for so long that the assistant answers again?
      create index conversation_person_silence on conversation (greatest(owner_since, person_spoke_at))
       where owner in ('human', 'external')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index conversation_person_silence; alter table conversation drop column person_spoke_at');
  }
}

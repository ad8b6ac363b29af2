import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Vectors of chunks, by which they are found without any word in common with the question. */
export class Meaning1765400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table knowledge.vector (
        chunk_id bigint primary key references knowledge.chunk on delete cascade,
        -- Whether each number is positive: what all are compared by.
        signs bit(768) not null,
        -- Each number in a byte, for those that are compared exactly.
        bytes bytea not null
      );

      -- The model that made the vectors; those of two models cannot be compared.
      alter table knowledge.library add column embedding_model text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table knowledge.library drop column embedding_model;
      drop table knowledge.vector`);
  }
}

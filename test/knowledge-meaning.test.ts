import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestFolder } from './support/business-folder.js';
import { messagesOf, newPhone, settled, write } from './support/conversation.js';
import { type Answer, eventually, startSystem, type TestSystem } from './support/system.js';

const ANIMALS = '# Animals\nDogs are welcome in our cafe.';
const HOURS = '# Hours\nThe cafe is open from nine to five.';

describe('Passages found by their meaning', () => {
  const folder = new TestFolder();
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ BUSINESS_DIR: folder.path, GEMINI_EMBEDDING_MODEL: 'gemini-embedding-2' });
    await eventually('the sync at start is over', async () => (await sync()).status === 200);
  });
  afterAll(async () => {
    await system.stop();
    folder.remove();
  });
  beforeEach(() => {
    folder.write('knowledge/animals.md', ANIMALS);
    folder.write('knowledge/hours.md', HOURS);
  });
  afterEach(async () => {
    system.simulator.disarmFaults();
    folder.remove('knowledge');
    await sync();
  });

  const sync = (): Promise<Answer> => system.call('POST', '/api/v1/knowledge/sync');
  const embeddingCalls = () => system.simulator.modelCalls().filter(({ method }) => method === 'batchEmbedContents');
  const sourcesAfter = async (question: string): Promise<unknown[]> => {
    const phone = newPhone();
    await write(system, phone, question);
    await settled(system, phone);
    const answer = (await messagesOf(system, phone)).at(-1);
    return ((answer?.extra_metadata?.['sources'] ?? []) as { document: string }[]).map(({ document }) => document);
  };

  it('answer a question that has no word in common with them', async () => {
    await sync();
    expect((await sourcesAfter('May my hound come along?'))[0]).toBe('knowledge/animals.md');
  });

  it('get a vector with the sync that reads them, and only those that lack one', async () => {
    expect((await sync()).body).toMatchObject({ chunks: 2, embeddings: { chunks: 2, problem: null } });
    const before = embeddingCalls().length;
    folder.write('knowledge/bikes.md', '# Bikes\nWe lend bikes.');
    expect((await sync()).body).toMatchObject({ chunks: 3, embeddings: { chunks: 3, problem: null } });
    const calls = embeddingCalls().slice(before);
    expect(calls.map(({ burst }) => burst)).toEqual([['title: Bikes | text: We lend bikes.']]);
  });

  it('lose it when they are gone', async () => {
    await sync();
    folder.remove('knowledge/hours.md');
    expect((await sync()).body).toMatchObject({ embeddings: { chunks: 1 } });
  });

  it('get another one when the model is another', async () => {
    await sync();
    await system.rows(`update knowledge.library set embedding_model = 'an older one'`);
    const before = embeddingCalls().length;
    expect((await sync()).body).toMatchObject({ embeddings: { chunks: 2, problem: null } });
    expect(
      embeddingCalls()
        .slice(before)
        .flatMap(({ burst }) => burst),
    ).toHaveLength(2);
  });

  it('wait for the next sync when the model refuses, and are found by their words', async () => {
    system.simulator.armFault({ face: 'gemini', kind: 'error', status: 400 });
    const { status, body } = await sync();
    expect(status).toBe(200);
    expect(body).toMatchObject({ embeddings: { chunks: 0, problem: 'The embedding model answered 400' } });
    expect((await sourcesAfter('When is the cafe open?'))[0]).toBe('knowledge/hours.md');
    expect((await sync()).body).toMatchObject({ embeddings: { chunks: 2, problem: null } });
  });

  it('do not hold up an answer: a model that hangs is left alone, and words find theirs', async () => {
    await sync();
    system.simulator.armFault({ face: 'gemini', kind: 'hang', match: { text: 'task: search result' } });
    const before = embeddingCalls().length;
    expect((await sourcesAfter('Is the cafe open at ten, please?'))[0]).toBe('knowledge/hours.md');
    expect((await sourcesAfter('Are you open tomorrow at five?'))[0]).toBe('knowledge/hours.md');
    expect(embeddingCalls().length - before).toBe(1);
  });
});

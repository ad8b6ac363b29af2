import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IndexRepository } from '../src/ai/knowledge/index.repository.js';
import { TestFolder } from './support/business-folder.js';
import { type Answer, eventually, startSystem, type TestSystem } from './support/system.js';

const NOTHING = { added: [], changed: [], removed: [], unchanged: [], unreadable: [] };

const DELIVERY =
  '# Delivery\nWe deliver to Austria with the post.\n\n# Returns\nYou can send the goods back within 30 days.';

describe('The knowledge index', () => {
  const folder = new TestFolder();
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ BUSINESS_DIR: folder.path });
    await eventually('the sync at start is over', async () => (await sync()).status === 200);
  });
  afterAll(async () => {
    await system.stop();
    folder.remove();
  });
  beforeEach(async () => {
    folder.write('assistant.md', 'We sell tea.');
    folder.write('knowledge/delivery.md', DELIVERY);
    folder.write('knowledge/lists/prices.csv', 'Tea,Price\nAssam,9.90\nDarjeeling,14.50');
    await sync();
  });
  afterEach(() => folder.remove('knowledge'));

  const sync = (): Promise<Answer> => system.call('POST', '/api/v1/knowledge/sync');
  const contents = async (): Promise<string[]> =>
    (await system.rows<{ content: string }>('select content from knowledge.chunk order by content')).map(
      ({ content }) => content,
    );
  /** Terms that are counted wrongly, and postings of no chunk: there must be none, whatever happened. */
  const disorder = (): Promise<unknown[]> =>
    system.rows(
      `select coalesce(t.term, p.term) as term, t.chunk_count, p.count
         from knowledge.term t full join (select term, count(*)::int as count from knowledge.posting group by term) p using (term)
        where t.chunk_count is distinct from p.count
       union all select term, 0, chunk_id::int from knowledge.posting p
        where not exists (select 1 from knowledge.chunk c where c.id = p.chunk_id)`,
    );

  it('holds the files of the folder, and costs nothing more when nothing changed', async () => {
    expect(await contents()).toEqual([
      'Tea: Assam; Price: 9.90\nTea: Darjeeling; Price: 14.50',
      'We deliver to Austria with the post.',
      'You can send the goods back within 30 days.',
    ]);
    const before = await system.rows('select id from knowledge.chunk order by id');
    const { body } = await sync();
    const unchanged = ['assistant.md', 'knowledge/delivery.md', 'knowledge/lists/prices.csv'];
    expect(body).toEqual({ ...NOTHING, unchanged, chunks: 3 });
    expect(await system.rows('select id from knowledge.chunk order by id')).toEqual(before);
  });

  it('redoes what changed, and forgets what was removed', async () => {
    folder.write('knowledge/delivery.md', '# Delivery\nWe deliver to Spain.');
    folder.write('knowledge/new.txt', 'A new text.');
    folder.write('assistant.md', 'We sell coffee.');
    folder.remove('knowledge/lists');
    const { body } = await sync();
    expect(body).toEqual({
      ...NOTHING,
      added: ['knowledge/new.txt'],
      changed: ['assistant.md', 'knowledge/delivery.md'],
      removed: ['knowledge/lists/prices.csv'],
      chunks: 2,
    });
    expect(await contents()).toEqual(['A new text.', 'We deliver to Spain.']);
    const [library] = await system.rows('select instructions, chunk_count, languages from knowledge.library');
    expect(library).toMatchObject({ instructions: 'We sell coffee.', chunk_count: 2 });
    expect(await disorder()).toEqual([]);
  });

  it('tells of a file that cannot be read, and keeps what it said before', async () => {
    folder.write('knowledge/delivery.md', 'binary\0rubbish');
    folder.write('knowledge/photo.jpg', 'x');
    folder.write('knowledge/.hidden.md', 'x');
    const { status, body } = await sync();
    expect(status).toBe(200);
    expect(body['unreadable']).toEqual([
      { path: 'knowledge/delivery.md', reason: 'The file holds no text' },
      { path: 'knowledge/photo.jpg', reason: expect.stringContaining('can be read') },
    ]);
    expect(await contents()).toContain('We deliver to Austria with the post.');
    const { body: listed } = await system.call('GET', '/api/v1/knowledge');
    expect(listed['items']).toMatchObject([
      { path: 'knowledge/delivery.md', chunk_count: 2, languages: ['en'], problem: 'The file holds no text' },
      { path: 'knowledge/lists/prices.csv', chunk_count: 1, problem: null, indexed_at: expect.any(String) },
      { path: 'knowledge/photo.jpg', chunk_count: 0, hash: null, problem: expect.any(String) },
    ]);
    folder.write('knowledge/delivery.md', '# Delivery\nWe deliver to Austria.');
    expect((await sync()).body).toMatchObject({ changed: ['knowledge/delivery.md'] });
  });

  it('keeps everything when the folder itself is missing', async () => {
    folder.remove();
    const { status, body } = await sync();
    expect(status).toBe(409);
    expect(body['message']).toContain('BUSINESS_DIR is no folder');
    expect(await contents()).toHaveLength(3);
    folder.write('assistant.md', 'We sell tea.');
    expect((await sync()).status).toBe(200);
  });

  it('is synced by one at a time', async () => {
    const answers = await Promise.all([sync(), sync(), sync()]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
    const index = system.app.get(IndexRepository);
    const fence = await index.begin();
    expect(await index.begin()).toBeNull();
    expect((await sync()).body['message']).toContain('already');
    await index.end(fence ?? 0);
    expect((await sync()).status).toBe(200);
  });

  it('leaves the old version of a document when writing the new one breaks off', async () => {
    const index = system.app.get(IndexRepository);
    const fence = (await index.begin()) ?? 0;
    const chunks = Array.from({ length: 150 }, (_, at) => ({
      headings: ['Delivery'],
      text: `part ${at}`,
      language: 'en',
      impacts: new Map([[at === 149 ? 'not\0storable' : `term${at}`, 1]]),
    }));
    await expect(index.put(fence, 'knowledge/delivery.md', 'new', chunks)).rejects.toThrow('0x00');
    await index.end(fence);
    expect(await contents()).toHaveLength(3);
    expect(await disorder()).toEqual([]);
    expect((await sync()).body).toMatchObject({ changed: [], chunks: 3 });
  });

  it('takes nothing from a sync that was frozen while another one ran', async () => {
    const index = system.app.get(IndexRepository);
    const old = (await index.begin()) ?? 0;
    await system.rows(`update knowledge.library set syncing_until = now() - interval '1 second'`);
    expect((await sync()).status).toBe(200);
    await expect(index.remove(old, 'knowledge/delivery.md')).rejects.toThrow('Another process');
    await index.end(old);
    expect(await contents()).toHaveLength(3);
  });

  it('swaps large documents whole', async () => {
    const rows = Array.from({ length: 1_200 }, (_, at) => `Tea number ${at},${at}.50,in stock`);
    folder.write('knowledge/all.csv', ['Tea,Price,Stock', ...rows].join('\n'));
    expect((await sync()).body).toMatchObject({ added: ['knowledge/all.csv'], chunks: 1_203 });
    folder.write('knowledge/all.csv', ['Tea,Price,Stock', ...rows.slice(600)].join('\n'));
    expect((await sync()).body).toMatchObject({ changed: ['knowledge/all.csv'], chunks: 603 });
    expect(await disorder()).toEqual([]);
  });
});

describe('Without a folder', () => {
  it('a sync is refused', async () => {
    const system = await startSystem();
    const { status, body } = await system.call('POST', '/api/v1/knowledge/sync');
    expect({ status, message: body['message'] }).toEqual({ status: 409, message: 'BUSINESS_DIR is not set' });
    await system.stop();
  });
});

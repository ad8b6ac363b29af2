import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { marked } from '../history/words.js';
import { type Death, writeToDying } from '../stage/dying.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

/** From the moment at which the business has done it; most often before that is noted. */
const WAYS: readonly Death[] = [
  'before-tool-record',
  'before-tool-record',
  'after-tool',
  'before-checkpoint',
  'before-commit',
];
const TOOL = 'book';

/** The model has the business do something, and whoever asked for it dies before anything of that is kept. */
export const toolEffects: Row = {
  number: 35,
  title: 'a tool takes effect, then a crash',
  bar: 'no effect twice; each once, or its customer with a person who is told of any doubt',
  slow: true,
  async run(trial) {
    const business = await openBusiness();
    try {
      await bookWhileDying(trial, business);
    } finally {
      business.close();
    }
  },
};

async function bookWhileDying(trial: Trial, { host, folder, effects }: Business): Promise<void> {
  const scene = await trial.open({ workers: 0, env: { BUSINESS_DIR: folder, TOOL_PRIVATE_HOSTS: host } });
  const read = () => scene.rows('select 1 from knowledge.library where synced_at is not null');
  await trial.eventually('the folder is read', async () => (await read()).length > 0);
  const customers = await writeToDying(trial, scene, {
    deaths: trial.size(8, 100),
    ways: WAYS,
    mostVisits: 2,
    newcomers: 2,
    write: (phone) => askForBooking(scene, phone, trial.random.draw() < 0.4 ? 2 : 1),
  });
  await scene.settled(20_000);
  await scene.ageDoubts();
  await trial.check(scene, { resends: true, orphanedCalls: true });

  const withoutEffect = await mayLackEffect(scene);
  for (const phone of customers) {
    const times = effects.get(phone) ?? 0;
    const isRight = times === 1 || (times === 0 && withoutEffect.has(phone));
    trial.expect(isRight, `what ${phone} wanted was done ${times} times`);
  }
  const untold = await scene.rows(UNTOLD);
  trial.expect(untold.length === 0, `of ${untold.length} doubts no person was told`);
  trial.demand('effect', Math.ceil(customers.length / 2), effects.size);
  trial.see(`${effects.size} effects for ${customers.length} customers`);
}

/** Nobody knows whether these came, and their customers are not with a person for that. */
const UNTOLD = `
  select 1 from tool_call t join conversation c on c.id = t.conversation_id
   where t.state in ('begun', 'unknown')
     and (c.owner <> 'waiting' or c.handoff ->> 'reason' is distinct from 'effect_unknown')`;

/**
 * Where it was noted that a call begins, a person knows of the doubt. Where none was, workers died each time that the model
 * called, until a person got the conversation or the model, which calls twice at most, answered without a call.
 */
async function mayLackEffect(scene: Scene): Promise<ReadonlySet<string>> {
  const rows = await scene.rows<{ phone: string }>(
    `select phone from conversation c
      where owner = 'waiting' and handoff ->> 'reason' = 'effect_unknown'
         or not exists (select 1 from tool_call t where t.conversation_id = c.id)`,
  );
  return new Set(rows.map(({ phone }) => phone));
}

/** The model calls the tool so often, as long as it is asked, and then answers as if nothing had been. */
async function askForBooking(scene: Scene, phone: string, times: 1 | 2): Promise<void> {
  const match = { text: phone };
  scene.simulator.armFault({ face: 'gemini', kind: 'tool-call', name: TOOL, args: { day: 'Monday' }, times, match });
  scene.simulator.armFault({
    face: 'gemini',
    kind: 'reply',
    text: `You wrote "${marked(phone, 1)}".`,
    times: 9,
    match,
  });
  await scene.customers.burst(phone, 1);
}

/** What the business's own system has done, and for whom. */
interface Business {
  host: string;
  /** Tells the assistant of the tool. */
  folder: string;
  effects: Map<string, number>;
  close(): void;
}

async function openBusiness(): Promise<Business> {
  const effects = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { phone } = (await json(request)) as { phone: string };
    effects.set(phone, (effects.get(phone) ?? 0) + 1);
    response.setHeader('content-type', 'application/json').end('{"state":"booked"}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(path.join(tmpdir(), 'faults-business-'));
  const tool = {
    name: TOOL,
    description: 'Books a day.',
    arguments: { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] },
    method: 'POST',
    url: `http://${host}/bookings`,
    body: { day: '{{arguments.day}}', phone: '{{customer.phone}}' },
    effect: 'write',
  };
  writeFileSync(path.join(folder, 'tools.json'), JSON.stringify({ tools: [tool] }));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { host, folder, effects, close };
}

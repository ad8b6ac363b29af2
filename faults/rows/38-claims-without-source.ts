import { CLAIMS, HARMLESS, SHOP } from '../../src/ai/answer/claims/answers.fake.js';
import { atOnce } from '../stage/at-once.js';
import type { Scene } from '../stage/scene.js';
import type { Row } from '../trial.js';

/** A model that makes things up, and one that does not, word for word. */
export const claimsWithoutSource: Row = {
  number: 38,
  title: 'answers that claim what nobody vouches for',
  bar: 'each is held back and given to a person; honest ones go out as they are',
  async run(trial) {
    const env = { ASSISTANT_INSTRUCTIONS: SHOP.documents.join('\n'), LINK_HOSTS: 'example.com' };
    const scene = await trial.open({ workers: 2, env });
    const answers = [...CLAIMS, ...HARMLESS].map((answer) => ({ answer, phone: scene.customers.newcomer() }));
    const [claims, honest] = [answers.slice(0, CLAIMS.length), answers.slice(CLAIMS.length)];
    await atOnce(16, answers, ({ phone }) => scene.customers.send(phone, { text: SHOP.customer.join('\n') }));
    await scene.settled();
    for (const { answer, phone } of answers)
      scene.simulator.armFault({ face: 'gemini', kind: 'reply', text: answer, times: 2, match: { text: `${phone}?` } });
    // A question without letters is in no language, and so is no answer in a wrong one.
    await atOnce(16, answers, ({ phone }) => scene.customers.send(phone, { text: `${phone}?` }));
    await trial.check(scene);
    trial.demand('claim', claims.length, fired(scene, claims));

    const lost = honest.filter(({ answer, phone }) => saidTo(scene, phone) !== answer);
    for (const { answer } of lost) trial.miss(`an honest answer did not go out: ${answer}`);
    const out = claims.filter(({ answer, phone }) => saidTo(scene, phone) === answer);
    for (const { answer } of out) trial.miss(`a claim without a source went out: ${answer}`);
    const rows = await scene.rows<{ phone: string }>(
      `select phone from conversation where owner = 'waiting' and handoff ->> 'reason' = 'no_source'`,
    );
    const held = claims.filter(({ phone }) => rows.some((row) => row.phone === phone));
    for (const { answer } of claims.filter((claim) => !held.includes(claim)))
      trial.miss(`no person was asked because of: ${answer}`);
    trial.see(
      `${held.length}/${claims.length} held back; ${honest.length - lost.length}/${honest.length} honest ones went out`,
    );
  },
};

const saidTo = (scene: Scene, phone: string): string | null | undefined => scene.simulator.thread(phone).at(-1)?.text;

const fired = (scene: Scene, answers: readonly { phone: string }[]): number => {
  const asked = new Set(scene.simulator.modelCalls().flatMap(({ burst }) => burst));
  return answers.filter(({ phone }) => asked.has(`${phone}?`)).length;
};

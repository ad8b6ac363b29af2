import { Teardown } from '../../lab/teardown.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Played, play } from './play.js';
import { type Candidate, hasJudge, openStage } from './stage.js';

const AT_ONCE = 4;
const FIRST_PHONE = 15_550_300_000;

/** A scenario, and what came of it; null where it was not run. */
export interface Result {
  scenario: Scenario;
  played: Played | null;
}

/**
 * Plays all scenarios for a candidate, some at a time; one that needs a model with judgement only where there is one.
 * @throws Error where the candidate cannot be started
 */
export async function playAll(
  scenarios: readonly Scenario[],
  candidate: Candidate,
  env: NodeJS.ProcessEnv,
): Promise<Result[]> {
  const teardown = new Teardown();
  try {
    const stage = await openStage(candidate, env, teardown);
    const results: Result[] = scenarios.map((scenario) => ({ scenario, played: null }));
    const open = [...results.entries()].filter(([, { scenario }]) => scenario.needs === undefined || hasJudge(env));
    const lane = async (): Promise<void> => {
      for (let next = open.shift(); next !== undefined; next = open.shift()) {
        const [at, result] = next;
        result.played = await play(result.scenario, String(FIRST_PHONE + at), stage);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return results;
  } finally {
    await teardown.run();
  }
}

import type { Cast } from './cast.js';

/** One scene: what happens, and what was checked when it has; it throws when that is not so. */
export interface Scene {
  title: string;
  play(cast: Cast): Promise<string>;
}

/** Plays the scenes one after another, a line each. Stops at the first that fails, because each needs the ones before. */
export async function play(story: Scene[], cast: Cast, print: (line: string) => void): Promise<boolean> {
  for (const [at, scene] of story.entries()) {
    const begun = performance.now();
    const seconds = (): string => `${((performance.now() - begun) / 1_000).toFixed(1)} s`;
    try {
      print(`✓ ${scene.title}: ${await scene.play(cast)} (${seconds()})`);
    } catch (error) {
      print(`✗ ${scene.title}: ${(error as Error).message} (${seconds()})`);
      const left = story.length - at - 1;
      if (left > 0) print(`  ${left} further steps were not played, because they build on this one.`);
      return false;
    }
  }
  return true;
}

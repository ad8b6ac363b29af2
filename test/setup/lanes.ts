import { BaseSequencer, type TestProject, type TestSpecification } from 'vitest/node';

/** Why a lane cannot run, or undefined when it can. Known once the lane's setup has run. */
export function missingServerOf(project: TestProject): string | undefined {
  const { redis } = project.getProvidedContext();
  return redis !== undefined && 'missing' in redis ? redis.missing : undefined;
}

/** Leaves out the files of a lane that has no server. */
export class LanesWithServers extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const open = files.filter(({ project }) => missingServerOf(project) === undefined);
    return super.sort.call(this, open);
  }
}

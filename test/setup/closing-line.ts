import type { SerializedError } from 'vitest';
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node';
import { missingServerOf } from './lanes.js';

/**
 * Ends the output with the line `N passed, N failed`, and after it says which lane was left out for want of a server.
 * A file that did not load or did not run and an error outside any test count as failed; so does, with CI=true, a lane
 * left out.
 */
export class ClosingLine implements Reporter {
  private vitest: Vitest;
  private planned: readonly TestSpecification[] = [];

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunStart(planned: readonly TestSpecification[]): void {
    this.planned = planned;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const leftOut = this.vitest.projects.filter((project) => missingServerOf(project) !== undefined);
    const intolerable = process.env['CI'] === 'true' ? leftOut.length : 0;
    if (intolerable > 0) process.exitCode = 1;
    const notRun = this.planned.filter(({ project }) => !leftOut.includes(project)).length - modules.length;
    const { passed, failed } = count(modules);
    const notices = leftOut.map(
      (project) => `LEFT OUT: the tests with the ${project.name} did not run. ${missingServerOf(project)}.`,
    );
    const closing = `${passed} passed, ${failed + errors.length + Math.max(notRun, 0) + intolerable} failed`;
    this.vitest.logger.log([closing, ...notices].join('\n'));
  }
}

function count(modules: readonly TestModule[]): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const module of modules) {
    const tests = [...module.children.allTests()].map((test) => test.result().state);
    const failedTests = tests.filter((state) => state === 'failed').length;
    passed += tests.filter((state) => state === 'passed').length;
    failed += module.ok() ? failedTests : Math.max(failedTests, 1);
  }
  return { passed, failed };
}

import type { SerializedError } from 'vitest';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { missingServerOf } from './lanes.js';

/**
 * Ends the output with the line `N passed, N failed`, and after it says which lane was left out for want of a server.
 * A file that did not load and an error outside any test count as failed; so does, with CI=true, a lane left out.
 */
export class ClosingLine implements Reporter {
  private vitest: Vitest;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const leftOut = this.vitest.projects.flatMap((project) => {
      const reason = missingServerOf(project);
      return reason === undefined ? [] : [`LEFT OUT: the tests with the ${project.name} did not run. ${reason}.`];
    });
    const inCi = process.env['CI'] === 'true';
    if (inCi && leftOut.length > 0) process.exitCode = 1;
    const { passed, failed } = count(modules);
    const otherwiseFailed = errors.length + (inCi ? leftOut.length : 0);
    this.vitest.logger.log([`${passed} passed, ${failed + otherwiseFailed} failed`, ...leftOut].join('\n'));
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

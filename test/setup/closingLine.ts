/** @file A reporter whose last line counts the tests, for scripts that read it. */
import type { Reporter, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        if (state === "passed") passed++;
        if (state === "failed") failed++;
      }
      if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) failed++;
    }
    // After the other reporters, which print when the run is closed.
    process.on("exit", () => console.log(`\n${passed} passed, ${failed} failed`));
  }
}

'use strict';

const { writeSync } = require('node:fs');
const path = require('node:path');

const services = { REDIS_URL: 'Redis', DATABASE_URL: 'PostgreSQL', CHROMIUM_PATH: 'Chromium' };

/** What was not tested, suite by suite, and the settings whose absence skips tests. */
const describeSkipped = (testResults, skipped) => {
  const suites = testResults.flatMap((suite) => {
    const count = suite.numPendingTests + suite.numTodoTests;
    const file = path.relative(process.cwd(), suite.testFilePath);
    return count === 0 ? [] : [`  ${file}: ${count} of ${suite.testResults.length}`];
  });
  const reasons = Object.entries(services).flatMap(([variable, service]) =>
    process.env[variable] ? [] : [`  ${variable} is not set: what needs ${service} is skipped.`],
  );
  const advice = reasons.length === 0 ? [] : [...reasons, '  .ci/run sets all of them and skips nothing.'];
  return ['', `NOT TESTED: ${skipped} skipped`, ...suites, ...advice, ''].join('\n');
};

/** A jest reporter that ends the run's output with its counts, in one line that any tool can read. */
module.exports = class ClosingLine {
  constructor(globalConfig) {
    // With `-t`, the tests of other names count as skipped.
    this.isFiltered = Boolean(globalConfig.testNamePattern);
  }

  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites, testResults },
  ) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests + numTodoTests;
    const warning = skipped === 0 || this.isFiltered ? '' : describeSkipped(testResults, skipped);
    const line = `\n${numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // Coverage, the summary and jest's warnings come after this: only at the exit has everybody else finished. By then
    // `--bail` and `--forceExit` have silenced `process.stderr`, not the file descriptor.
    process.once('exit', () => writeSync(process.stderr.fd, warning + line));
  }
};

'use strict';

const { writeSync } = require('node:fs');

/** A jest reporter that ends the run's output with its counts, in one line that any tool can read. */
module.exports = class ClosingLine {
  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites },
  ) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests + numTodoTests;
    const line = `\n${numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // Coverage, the summary and jest's warnings come after this: only at the exit has everybody else finished. By then
    // `--bail` and `--forceExit` have silenced `process.stderr`, not the file descriptor.
    process.once('exit', () => writeSync(process.stderr.fd, line));
  }
};

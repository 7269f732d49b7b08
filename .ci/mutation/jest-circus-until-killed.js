'use strict';

const { createEmptyTestResult } = require('@jest/test-result');
const { default: circus } = require('jest-circus/runner');

/** The mutant that a test has noticed: no other test needs to run with it. */
let killed;
/** The names of a file's tests, once it has been loaded. */
const testsOf = new Map();

/** Jest takes a file without a test for a mistake. */
const notRun = (testFilePath) => ({
  ...createEmptyTestResult(),
  testFilePath,
  skipped: true,
  numPendingTests: 1,
  testResults: [{ ancestorTitles: [], title: 'not run', fullName: 'not run', status: 'pending', failureMessages: [] }],
});

/**
 * A jest test runner that stops at a mutant's first failing test, and loads no file whose tests never reach the mutant.
 * Jest has no such settings, and Stryker switches off the one that stops between files. (Stryker insists that the name
 * of a runner holds "jest-circus".)
 */
module.exports = async (globalConfig, config, environment, runtime, testPath, ...rest) => {
  const mutant = process.env['__STRYKER_ACTIVE_MUTANT__'];
  const wanted = new RegExp(globalConfig.testNamePattern ?? '', 'i');
  const isOfInterest = testsOf.get(testPath)?.some((name) => wanted.test(name)) ?? true;
  if (mutant !== undefined && (mutant === killed || !isOfInterest)) {
    return notRun(testPath);
  }

  const { handleTestEvent } = environment;
  environment.handleTestEvent = async (event, state) => {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') killed = mutant;
    if (event.name === 'test_start' && mutant !== undefined && mutant === killed) event.test.mode = 'skip';
    await handleTestEvent?.call(environment, event, state);
    // Stryker takes a skipped test for one that is still running, and for what loads the next file.
    if (event.name === 'test_skip') await handleTestEvent?.call(environment, { ...event, name: 'test_done' }, state);
  };
  const result = await circus(globalConfig, config, environment, runtime, testPath, ...rest);
  testsOf.set(
    testPath,
    result.testResults.map(({ fullName }) => fullName),
  );
  return result;
};

/*
 * `npm run test:mutation` changes the library one operator at a time, and reports which changes no test notices. With
 * `-- --mutate lib/stores/memory.ts`, it changes one file; `lib/stores/memory.ts:10-20` names lines of it.
 *
 * `incremental.json` keeps the results: only mutants whose code or tests have changed are tried again. Commit it.
 * For a mutant of a module's constants, it does not notice a new test: `-- --force` tries all again.
 * A mutant that behaves as the original does is excused in its place, with the reason:
 * `// Stryker disable next-line EqualityOperator: both bounds give the same result.`
 */

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'lib/commands/**/*.ts',
    'lib/delivery/**/*.ts',
    'lib/inbox/**/*.ts',
    'lib/stores/**/*.ts',
    'lib/live-webhooks.ts',
    'lib/resolve.ts',
    'lib/routes.ts',
  ],
  // The texts of messages may be reworded freely.
  mutator: { excludedMutations: ['StringLiteral'] },
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  // Our test runner finds the related tests by itself, and faster.
  jest: { configFile: '.ci/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  incremental: true,
  incrementalFile: '.ci/mutation/incremental.json',
  tempDirName: '.ci/mutation/sandbox',
  ignorePatterns: ['/bench', '/coverage', '/docs', '/example-app', '/.ci/mutation/node_modules'],
  // The first lists each survivor with its place and its change, and the score of each folder and file.
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.ci/mutation/report.json' },
  thresholds: { high: 97, low: 90, break: 97 },
  warnings: { slow: false },
};

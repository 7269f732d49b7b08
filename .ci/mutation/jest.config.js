'use strict';

const { jest } = require('../../package.json');

/**
 * The suites that mutants are tried with: those that load the library in their own process and take a few seconds at
 * most. A mutant changes nothing in a child process, which runs the build, and Stryker's copy of the source is not what
 * the suites about docstrings and types may read.
 */
module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/lib', '<rootDir>/__tests__'],
  testEnvironment: jest.testEnvironment,
  testRunner: '<rootDir>/.ci/mutation/jest-circus-until-killed.js',
  testSequencer: '<rootDir>/.ci/mutation/smallest-first.js',
  testMatch: jest.testMatch,
  testPathIgnorePatterns: [
    '/__tests__/(board|cli|docs|faults|fuzz|hosts|moderation|protocol)/',
    '/__tests__/(commands/editor|debug|example-app|inbox/contract|package|workflows)\\.test\\.ts$',
  ],
  modulePathIgnorePatterns: ['<rootDir>/(dist|example-app|bench)'],
  setupFiles: ['<rootDir>/.ci/mutation/fixed-seed.js'],
  transform: jest.transform,
};

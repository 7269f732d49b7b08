'use strict';

const { jest } = require('../../package.json');

/**
 * The suites that mutants are tried with: those that load the library in their own process and take a few seconds at
 * most. A mutant changes nothing in a child process, which runs the build.
 */
module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/lib', '<rootDir>/__tests__'],
  testEnvironment: jest.testEnvironment,
  testRunner: '<rootDir>/.ci/mutation/jest-circus-until-killed.js',
  testSequencer: '<rootDir>/.ci/mutation/smallest-first.js',
  testMatch: jest.testMatch,
  testPathIgnorePatterns: [
    '/__tests__/(board|cli|docs|faults|fuzz|hosts|moderation)/',
    '/__tests__/(debug|example-app|package|readme|recipe)\\.test\\.ts$',
  ],
  modulePathIgnorePatterns: ['<rootDir>/(dist|example-app|bench)'],
  setupFiles: ['<rootDir>/.ci/mutation/fixed-seed.js'],
  transform: jest.transform,
};

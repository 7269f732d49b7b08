'use strict';

const { statSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

/** The tests of single units first: they are quick, and kill most mutants of theirs. */
module.exports = class SmallestFirst extends Sequencer {
  sort(tests) {
    const sizes = new Map(tests.map(({ path }) => [path, statSync(path).size]));
    return tests.toSorted((one, other) => sizes.get(one.path) - sizes.get(other.path));
  }
};

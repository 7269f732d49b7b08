'use strict';

const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** The suites that take longest, most of it waiting, the longest first. */
const longest = [
  'faults/redis.test.ts',
  'faults/redis-failover.test.ts',
  'faults/faults.test.ts',
  'moderation/messages.test.ts',
  'example-app.test.ts',
  'faults/postgres.test.ts',
  'docs/inboxes.test.ts',
  'board/kill.test.ts',
  'board/lock.test.ts',
  'board/state.test.ts',
].map((name) => path.join(__dirname, '../__tests__', name));

const rank = ({ path: file }) => (longest.includes(file) ? longest.indexOf(file) : longest.length);

/**
 * Starts the long suites before all others: one that starts last keeps the whole run waiting. Jest itself remembers how
 * long each suite took, but knows nothing in a fresh checkout.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- Not an array's: jest's own order.
    const ordered = super.sort(tests);
    return ordered.toSorted((one, other) => rank(one) - rank(other));
  }
};

import assert from 'node:assert/strict';
import { github, line, slack } from './peer-requests.mjs';
import { signed, signedApart, signedBigIdSeats, signedShortIdSeats, unsigned } from './requests.mjs';

/** As the client sends in the rows about a body that comes apart from its head, and in those that they are held against. */
const paced = { connections: 16, pauseMs: 3, env: { COUNT_APART: 'yes' } };
const onExpress4 = { env: { EXPRESS: 'express4' } };

/**
 * What is compared, by the names that `--only` takes. `server` is the file in servers/, of the same name where not
 * given, and `env` what it is started with; `request` is made anew for each connection of each turn; `reply` is what
 * must follow the head, our plain acknowledgement where not given; `connections`, `pauseMs` and `apart` are those of the
 * client; `peer` is the package that does the work. What is `onRedis` is left out without REDIS_URL, and `isQueue` says
 * that every event must become a job of its queue.
 */
export const contestants = {
  'http-floor': { says: 'node:http, constant reply', request: unsigned },
  'http-least': { says: 'node:http, the least by hand, signed', request: signed },
  'http-contract': { says: 'node:http, our contract by hand, signed', request: signed },
  'express-floor': { says: 'Express, constant reply', request: unsigned },
  'express-least': { says: 'Express, the least by hand, signed', request: signed },
  'express-contract': { says: 'Express, our contract by hand, signed', request: signed },
  'express-least-dedupe': { says: 'Express, the least by hand, signed, dedupe in memory', request: signed },
  'express-least-dedupe-redis': {
    says: 'Express, the least by hand, signed, dedupe on Redis',
    onRedis: true,
    request: signed,
  },
  baseline: { says: 'Express, `express.json()`, five checks by hand', request: unsigned },
  'baseline-express-4': {
    says: 'Express 4, `express.json()`, five checks by hand',
    server: 'baseline',
    ...onExpress4,
    request: unsigned,
  },
  'ours-unsigned': { says: 'ours in Express, unsigned', request: unsigned },
  'ours-signed': { says: 'ours in Express, signed', request: signed },
  'ours-apart': {
    says: 'ours in Express, signed in another second each time',
    server: 'ours-signed',
    request: signedApart,
  },
  'ours-express-4': { says: 'ours in Express 4, signed', server: 'ours-signed', ...onExpress4, request: signed },
  'ours-dedupe': { says: 'ours in Express, signed, dedupe in memory', request: signed },
  'ours-memory-by-hand': {
    says: 'ours in Express, signed, a handler that remembers events in memory',
    request: signed,
  },
  'ours-dedupe-redis': { says: 'ours in Express, signed, dedupe on Redis', onRedis: true, request: signed },
  'ours-redis-by-hand': {
    says: 'ours in Express, signed, a handler that remembers events on Redis',
    onRedis: true,
    request: signed,
  },
  'queue-by-hand': {
    says: 'Express, `express.json()`, five checks, `queue.add` by hand',
    onRedis: true,
    isQueue: true,
    request: unsigned,
  },
  'ours-inbox': { says: 'ours in Express, signed, inbox on BullMQ', onRedis: true, isQueue: true, request: signed },
  'ours-http': { says: 'ours as `node:http` listener, signed', request: signed },
  'ours-short-ids': {
    says: 'ours in Express, signed, 16 seats, short ids',
    server: 'ours-signed',
    request: signedShortIdSeats,
  },
  'ours-big-ids': {
    says: 'ours in Express, signed, 16 seats, 18-digit ids',
    server: 'ours-signed',
    request: signedBigIdSeats,
  },
  'express-floor-paced': {
    says: 'Express, constant reply, a pause before each request',
    server: 'express-floor',
    ...paced,
    request: unsigned,
  },
  'express-floor-body-apart': {
    says: 'Express, constant reply, a pause before each body',
    server: 'express-floor',
    ...paced,
    apart: true,
    request: unsigned,
  },
  'express-least-paced': {
    says: 'Express, the least by hand, signed, a pause before each request',
    server: 'express-least',
    ...paced,
    request: signed,
  },
  'express-least-body-apart': {
    says: 'Express, the least by hand, signed, a pause before each body',
    server: 'express-least',
    ...paced,
    apart: true,
    request: signed,
  },
  'ours-paced': {
    says: 'ours in Express, signed, a pause before each request',
    server: 'ours-signed',
    ...paced,
    request: signed,
  },
  'ours-body-apart': {
    says: 'ours in Express, signed, a pause before each body',
    server: 'ours-signed',
    ...paced,
    apart: true,
    request: signed,
  },
  octokit: { peer: '@octokit/webhooks', says: '`@octokit/webhooks` in Express', request: github, reply: 'ok\n' },
  line: { peer: '@line/bot-sdk', says: '`@line/bot-sdk` in Express', request: line },
  slack: { peer: '@slack/bolt', says: '`@slack/bolt`, ExpressReceiver', request: slack, reply: '0\r\n\r\n' },
  'typed-express-router': {
    peer: '@api-ts/typed-express-router',
    says: '`@api-ts/typed-express-router`, its Express 4',
    request: unsigned,
  },
};

/** The contestants whose package does what this one does, for another service. */
export const peers = Object.keys(contestants).filter((name) => contestants[name].peer);

/**
 * Who is measured together: those whose figures are held against each other, and the baseline. A process is slower after
 * it has waited for its turn among many.
 */
export const groups = [
  ['baseline', 'express-floor', 'express-least', 'express-contract', 'ours-signed'],
  ['baseline', 'express-floor', 'express-least', 'express-contract', 'ours-signed', ...peers],
  ['baseline', 'http-floor', 'http-least', 'http-contract', 'ours-http'],
  ['baseline', 'express-least', 'express-least-dedupe', 'ours-signed', 'ours-dedupe', 'ours-memory-by-hand'],
  ['baseline', 'express-least', 'express-least-dedupe-redis', 'ours-signed', 'ours-dedupe-redis', 'ours-redis-by-hand'],
  ['baseline', 'queue-by-hand', 'ours-inbox'],
  ['baseline', ...Object.keys(contestants).filter((name) => contestants[name].pauseMs)],
  ['baseline', 'baseline-express-4', 'ours-express-4', 'ours-unsigned', 'ours-apart', 'ours-short-ids', 'ours-big-ids'],
];

const grouped = new Set(groups.flat());
const ungrouped = Object.keys(contestants).filter((name) => !grouped.has(name));
assert.deepEqual(ungrouped, [], 'These would be measured in no group.');

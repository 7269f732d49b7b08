import { github, line, slack } from './peer-requests.mjs';
import { signed, signedApart, signedBigIdSeats, signedShortIdSeats, unsigned } from './requests.mjs';

/**
 * What is compared, by the names that `--only` takes. `server` is the file in servers/, of the same name where not
 * given; `request` is made anew for each connection of each round; `reply` is what must follow the head, our plain acknowledgement where not
 * given; `peer` is the package that does the work.
 */
export const contestants = {
  'http-floor': { says: 'node:http, constant reply', request: unsigned },
  'express-floor': { says: 'Express, constant reply', request: unsigned },
  baseline: { says: 'Express, `express.json()`, five checks by hand', request: unsigned },
  'ours-unsigned': { says: 'ours in Express, unsigned', request: unsigned },
  'ours-signed': { says: 'ours in Express, signed', request: signed },
  'ours-apart': {
    says: 'ours in Express, signed in another second each time',
    server: 'ours-signed',
    request: signedApart,
  },
  'ours-dedupe': { says: 'ours in Express, signed, dedupe in memory', request: signed },
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
  octokit: { peer: '@octokit/webhooks', says: '`@octokit/webhooks` in Express', request: github, reply: 'ok\n' },
  line: { peer: '@line/bot-sdk', says: '`@line/bot-sdk` in Express', request: line },
  slack: { peer: '@slack/bolt', says: '`@slack/bolt`, ExpressReceiver', request: slack, reply: '0\r\n\r\n' },
  'typed-express-router': {
    peer: '@api-ts/typed-express-router',
    says: '`@api-ts/typed-express-router`, its Express 4',
    request: unsigned,
  },
};

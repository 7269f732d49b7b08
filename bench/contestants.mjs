import { signed, signedBigIdSeats, signedShortIdSeats, unsigned } from './requests.mjs';
import { plainAck } from './serve.mjs';

/**
 * What is compared: a file of servers/, the request it gets (made anew for each round), and the body of its reply. By
 * the names that `--only` takes.
 */
export const contestants = {
  'http-floor': {
    says: 'node:http, constant reply',
    server: 'http-floor',
    request: unsigned,
    reply: plainAck,
  },
  'express-floor': {
    says: 'Express, constant reply',
    server: 'express-floor',
    request: unsigned,
    reply: plainAck,
  },
  baseline: {
    says: 'Express, express.json(), five checks by hand',
    server: 'baseline',
    request: unsigned,
    reply: plainAck,
  },
  unsigned: { says: 'ours in Express, unsigned', server: 'ours-unsigned', request: unsigned, reply: plainAck },
  signed: { says: 'ours in Express, signed', server: 'ours-signed', request: signed, reply: plainAck },
  dedupe: {
    says: 'ours in Express, signed, dedupe in memory',
    server: 'ours-dedupe',
    request: signed,
    reply: plainAck,
  },
  'bare-http': { says: 'ours as node:http listener, signed', server: 'ours-http', request: signed, reply: plainAck },
  'short-ids': {
    says: 'ours in Express, signed, 16 seats with short string ids',
    server: 'ours-signed',
    request: signedShortIdSeats,
    reply: plainAck,
  },
  'big-ids': {
    says: 'ours in Express, signed, 16 seats with 18-digit ids',
    server: 'ours-signed',
    request: signedBigIdSeats,
    reply: plainAck,
  },
};

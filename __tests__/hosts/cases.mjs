/*
 * What is sent to every host, and what has to come of it: the HTTP status, the acknowledgement's `ErrorCode`, the outcome
 * that the app is told, and what the handler got.
 */
import { sampleBody } from 'tencent-live-webhooks/testing';
import { bodyOf, requestOf, sha256 } from './requests.mjs';
import { commands } from './settings.mjs';

const { seats, gift, hanging, plain } = commands;

const dearGift = () => {
  const { GiftWater, ...rest } = sampleBody(gift);
  return JSON.stringify({ ...rest, GiftWater: { ...GiftWater, Coins: 9000 } });
};

const handled = { status: 200, code: 0, outcome: 'handled' };
const refused = (code, failure) => ({ status: 200, code, outcome: 'refused', failure });
/** Handled, and the handler got this account and the very bytes that were sent. */
const arrives = (account) => (request) => ({ ...handled, account, sha256: sha256(request.bytes) });

export const cases = {
  ids: { title: '18-digit ids', request: { command: seats }, expected: arrives('144115233775727695') },
  verdict: {
    title: 'verdict',
    request: { command: gift, body: dearGift() },
    expected: () => ({ ...handled, code: 102101 }),
  },
  signature: {
    title: 'bad signature',
    request: { command: plain, token: 'another token' },
    expected: () => refused(401, 'bad-signature'),
  },
  hanging: {
    title: 'hanging handler',
    request: { command: hanging },
    expected: () => ({ status: 200, code: 504, outcome: 'failed', failure: 'handler-late' }),
  },
  empty: { title: 'empty body', request: { command: plain, body: '' }, expected: () => refused(400, 'bad-json') },
  large: {
    title: '900 KiB',
    request: { command: plain, body: bodyOf(900 * 1024) },
    expected: arrives('jared'),
  },
  chunks: {
    title: 'three chunks',
    request: { command: plain, body: bodyOf(207), pieces: 3, isChunked: true },
    expected: arrives('jared'),
  },
  apart: {
    title: 'three pieces apart',
    request: { command: plain, body: bodyOf(207), pieces: 3, timing: 'apart' },
    expected: arrives('jared'),
  },
  untyped: {
    title: 'no Content-Type',
    request: { command: plain, body: bodyOf(207), isTyped: false },
    expected: arrives('jared'),
  },
};

/** Made when it is sent: a signature is good for a minute. */
export const requestFor = (name) => requestOf(cases[name].request);

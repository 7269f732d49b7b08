import type * as Sha256 from '../../lib/delivery/sha256';
import { loadAnew } from '../support/load-anew';

/** The module as a Node.js with this `crypto.hash` loads it. */
const load = (hash: unknown): typeof Sha256.sha256 => {
  const crypto = jest.requireActual<object>('node:crypto');
  jest.doMock('node:crypto', () => ({ ...crypto, hash }));
  const { sha256 } = loadAnew(() => jest.requireActual<typeof Sha256>('../../lib/delivery/sha256'));
  jest.dontMock('node:crypto');
  return sha256;
};

// FIPS 180-4's example of one block: the digest of "abc".
const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('SHA-256', () => {
  it('is right where Node.js has no crypto.hash, as before 20.12', () => {
    const sha256 = load(undefined);
    expect(sha256('abc', 'hex')).toBe(digest);
    expect(sha256('abc', 'base64url')).toBe(Buffer.from(digest, 'hex').toString('base64url'));
  });

  it('is asked of crypto.hash where there is one', () => {
    const hash = jest.fn(() => 'of crypto.hash');
    const sha256 = load(hash);
    expect(sha256('abc', 'hex')).toBe('of crypto.hash');
    expect(hash.mock.calls).toEqual([['sha256', 'abc', 'hex']]);
  });
});

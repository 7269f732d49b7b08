import * as crypto from 'node:crypto';

/** The SHA-256 digest of a text. In one call where Node has one, from 20.12 on: that takes half the time. */
export const sha256: (text: string, encoding: 'hex' | 'base64url') => string =
  typeof crypto.hash === 'function'
    ? (text, encoding) => crypto.hash('sha256', text, encoding)
    : (text, encoding) => crypto.createHash('sha256').update(text).digest(encoding);

import { timingSafeEqual } from 'node:crypto';
import { sha256 } from './sha256';

/**
 * `Sign` for a token and a `RequestTime`: SHA-256 of one followed by the other, in lower-case hexadecimal. Tencent
 * page 64412.
 *
 * @param requestTime Unix seconds, as the very string that stands in the URL
 */
export const sign = (token: string, requestTime: string): string => sha256(token + requestTime, 'hex');

/** Tells whether a signature is what one of the tokens gives for a `RequestTime`; in constant time for each token. */
export const signatureCheck = (tokens: readonly string[]) => {
  // The requests of one second share their RequestTime: it is hashed once.
  let hashedTime: string | undefined;
  let expected: readonly Buffer[] = [];

  return (requestTime: string, signature: string): boolean => {
    if (requestTime !== hashedTime) {
      expected = tokens.map((token) => Buffer.from(sign(token, requestTime)));
      hashedTime = requestTime;
    }
    const given = Buffer.from(signature);
    return expected.some((digest) => given.length === digest.length && timingSafeEqual(given, digest));
  };
};

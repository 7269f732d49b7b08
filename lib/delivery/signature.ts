import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * `Sign` for a token and a `RequestTime`: SHA-256 of one followed by the other, in lower-case hexadecimal. Tencent
 * page 64412.
 *
 * @param requestTime Unix seconds, as the very string that stands in the URL
 */
export const sign = (token: string, requestTime: string): string =>
  createHash('sha256')
    .update(token + requestTime)
    .digest('hex');

/** Whether `signature` is what one of the tokens gives for `requestTime`; in constant time for each token. */
export const isSignedBy = (tokens: readonly string[], requestTime: string, signature: string): boolean => {
  const given = Buffer.from(signature);
  return tokens.some((token) => {
    const expected = Buffer.from(sign(token, requestTime));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
};

import { timingSafeEqual } from 'node:crypto';
import { sha256 } from './sha256';

/**
 * `Sign` for a token and a `RequestTime`: SHA-256 of the token followed by the time, in lower-case hexadecimal. Tencent
 * page 64412.
 *
 * @param requestTime Unix seconds, as the very string that stands in the URL
 */
export const sign = (token: string, requestTime: string): string => sha256(token + requestTime, 'hex');

/**
 * Creates the check whether a signature belongs to a `RequestTime` under one of the tokens. The comparison takes
 * constant time for each token.
 */
export const createSignatureVerifier = (
  tokens: readonly string[],
): ((requestTime: string, signature: string) => boolean) => {
  // All requests of one second share their RequestTime, so their digests are computed once.
  let digestedTime: string | undefined;
  // Stryker disable next-line ArrayDeclaration: the first request replaces them, whatever they are.
  let digests: readonly Buffer[] = [];

  return (requestTime, signature) => {
    // Stryker disable next-line ConditionalExpression: computing them again only takes time.
    if (requestTime !== digestedTime) {
      digests = tokens.map((token) => Buffer.from(sign(token, requestTime)));
      digestedTime = requestTime;
    }
    const given = Buffer.from(signature);
    return digests.some((digest) => given.length === digest.length && timingSafeEqual(given, digest));
  };
};

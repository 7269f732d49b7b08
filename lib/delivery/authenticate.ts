import * as E from 'fp-ts/Either';
import type { Config } from './config';
import type { Envelope } from './envelope';
import { createFailure, type Failure } from './failure';
import { createSignatureVerifier } from './signature';

type AuthenticationConfig = Pick<Config, 'sdkAppId' | 'tokens' | 'clockToleranceSeconds'>;

/**
 * Checks that a request is for this application and, where a token is set, that Tencent signed it recently. Tencent
 * page 64412.
 */
export const createAuthenticator = (
  config: AuthenticationConfig,
): ((envelope: Envelope, receivedAt: Date) => E.Either<Failure, Envelope>) => {
  const ownAppId = String(config.sdkAppId);
  const verifySignature = createSignatureVerifier(config.tokens);

  return (envelope, receivedAt) => {
    const { sdkAppId, signature, requestTime } = envelope;
    if (sdkAppId !== ownAppId) return wrongApp;
    if (config.tokens.length === 0) return E.right(envelope);
    if (!signature || !requestTime) return unsigned;
    const skewSeconds = Number(requestTime) - receivedAt.getTime() / 1000;
    if (Number.isNaN(skewSeconds) || !verifySignature(requestTime, signature)) return badSignature;
    return Math.abs(skewSeconds) <= config.clockToleranceSeconds ? E.right(envelope) : stale(skewSeconds, config);
  };
};

const wrongApp = E.left(createFailure('wrong-app', "SdkAppid in the URL is not this server's application."));

const unsigned = E.left(createFailure('unsigned', 'Sign and RequestTime are missing from the URL.'));

const badSignature = E.left(
  createFailure('bad-signature', 'Sign does not belong to RequestTime under any token of this server.'),
);

const stale = (skewSeconds: number, { clockToleranceSeconds }: AuthenticationConfig): E.Either<Failure, never> => {
  // Stryker disable next-line EqualityOperator: a request without skew is not stale.
  const direction = skewSeconds < 0 ? 'behind' : 'ahead of';
  const problem =
    `RequestTime is ${Math.round(Math.abs(skewSeconds))} s ${direction} this server's clock; ` +
    `${clockToleranceSeconds} s are allowed.`;
  return E.left({ ...createFailure('stale', problem), skewSeconds });
};

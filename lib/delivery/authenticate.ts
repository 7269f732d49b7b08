import type { Envelope } from './envelope';
import { failure, type Failure } from './failure';
import type { Service } from './service';
import { signatureCheck } from './signature';

type Config = Pick<Service, 'sdkAppId' | 'tokens' | 'clockToleranceSeconds' | 'now'>;

/**
 * Checks that a request is for this application and, where a token is set, that Tencent signed it not long ago; says
 * what is wrong with it, if anything is. Tencent page 64412.
 */
export const authenticate = (config: Config): ((envelope: Envelope) => Failure | undefined) => {
  const ownAppId = String(config.sdkAppId);
  const isSigned = signatureCheck(config.tokens);

  return ({ sdkAppId, signature, requestTime }) => {
    if (sdkAppId !== ownAppId) return wrongApp;
    if (config.tokens.length === 0) return undefined;
    if (!signature || !requestTime) return unsigned;
    const skewSeconds = Number(requestTime) - config.now() / 1000;
    if (Number.isNaN(skewSeconds) || !isSigned(requestTime, signature)) return badSignature;
    return Math.abs(skewSeconds) <= config.clockToleranceSeconds ? undefined : stale(skewSeconds, config);
  };
};

const wrongApp = failure('wrong-app', "SdkAppid in the URL is not this server's application.");

const unsigned = failure('unsigned', 'Sign and RequestTime are missing from the URL.');

const badSignature = failure('bad-signature', 'Sign does not belong to RequestTime under any token of this server.');

const stale = (skewSeconds: number, { clockToleranceSeconds }: Config): Failure => ({
  ...failure(
    'stale',
    `RequestTime is ${Math.round(Math.abs(skewSeconds))} s ${skewSeconds < 0 ? 'behind' : 'ahead of'} this server's clock; ` +
      `${clockToleranceSeconds} s are allowed.`,
  ),
  skewSeconds,
});

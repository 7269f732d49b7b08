import type { Envelope } from '../delivery/envelope';
import { createSignatureVerifier } from '../delivery/signature';
import { explainSignature } from './explain-signature';

/** What Tencent's page allows, and the middleware's default. Page 64412. */
export const clockToleranceSeconds = 60;

/** One thing that a signature hangs on. */
export interface Finding {
  readonly isFine: boolean;
  readonly says: string;
}

/** What a request is held against. */
interface Against {
  readonly sdkAppId?: string;
  readonly tokens: readonly string[];
  readonly at: number;
}

/** Everything that a signature hangs on, right or wrong. */
export const findingsOn = (envelope: Envelope, { sdkAppId, tokens, at }: Against): readonly Finding[] => {
  const { signature, requestTime } = envelope;
  return [
    onSdkAppId(envelope.sdkAppId, sdkAppId),
    requestTime ? onRequestTime(requestTime, at) : missing('RequestTime'),
    signature ? onSignature(signature, requestTime ?? '', tokens) : missing('Sign'),
  ];
};

const missing = (parameter: string): Finding => ({
  isFine: false,
  says: `${parameter} is missing: the token is not enabled at Tencent, or a proxy has cut the query string.`,
});

const onSdkAppId = (given: string, own: string | undefined): Finding => {
  if (own === undefined) return { isFine: true, says: `SdkAppid is ${given}. Give --sdk-app-id to have it compared.` };
  return given === own
    ? { isFine: true, says: `SdkAppid is yours: ${given}.` }
    : { isFine: false, says: `SdkAppid is ${given}, and yours is ${own}.` };
};

const onRequestTime = (requestTime: string, at: number): Finding => {
  if (!/^\d+$/.test(requestTime)) return { isFine: false, says: 'RequestTime is not made of digits only.' };
  if (requestTime.length > 11) {
    return { isFine: false, says: 'RequestTime has too many digits for seconds. Are they milliseconds?' };
  }
  const skew = Number(requestTime) - at / 1000;
  const isFine = Math.abs(skew) <= clockToleranceSeconds;
  const utc = new Date(Number(requestTime) * 1000).toISOString();
  return {
    isFine,
    says:
      `RequestTime is ${utc}, ${Math.round(Math.abs(skew))} s ${skew < 0 ? 'before' : 'after'} ` +
      `${new Date(at).toISOString()}. ${clockToleranceSeconds} s are allowed` +
      (isFine ? '.' : ': it is an old request, or a clock is wrong. Give --at if it did not arrive just now.'),
  };
};

const onSignature = (signature: string, requestTime: string, tokens: readonly string[]): Finding => {
  const numberOf = (index: number): string => (tokens.length === 1 ? '' : ` (--token number ${index + 1})`);
  const fitting = tokens.findIndex((token) => createSignatureVerifier([token])(requestTime, signature));
  if (fitting >= 0) return { isFine: true, says: `Sign fits the token${numberOf(fitting)}.` };
  for (const [index, token] of tokens.entries()) {
    const mistake = explainSignature(token, requestTime, signature);
    if (mistake !== undefined) {
      return {
        isFine: false,
        says: `Sign is ${mistake}${numberOf(index)}. It should be the SHA-256 of the token followed by RequestTime, in lower case.`,
      };
    }
  }
  return {
    isFine: false,
    says: /^[0-9a-f]{64}$/.test(signature)
      ? 'Sign fits no token given, by none of the usual mistakes: it was made with another token, or for another RequestTime.'
      : `Sign has ${signature.length} characters; it should be a SHA-256: 64 lower-case hexadecimal digits.`,
  };
};

import type { Envelope } from '../delivery/envelope';
import { sign } from '../delivery/signature';
import { explainSignature } from './explain-signature';

/** The tolerance that Tencent's page names, which is also the middleware's default. Page 64412. */
export const clockToleranceSeconds = 60;

/** The result of checking one part of a signed URL. */
export interface Finding {
  readonly ok: boolean;
  readonly message: string;
}

/** What the parts of a URL are compared with. */
interface Expected {
  readonly sdkAppId?: string;
  readonly tokens: readonly string[];
  /** When the request arrived, in Unix milliseconds. */
  readonly at: number;
}

/** Checks every part of a URL on which its acceptance depends. */
export const checkEnvelope = (envelope: Envelope, { sdkAppId, tokens, at }: Expected): readonly Finding[] => {
  const { signature, requestTime } = envelope;
  return [
    checkSdkAppId(envelope.sdkAppId, sdkAppId),
    requestTime ? checkRequestTime(requestTime, at) : missing('RequestTime'),
    signature ? checkSignature(signature, requestTime ?? '', tokens) : missing('Sign'),
  ];
};

const wrong = (message: string): Finding => ({ ok: false, message });

const missing = (parameter: string): Finding =>
  wrong(`${parameter} is missing: enable the token at Tencent, or look for a proxy that cuts the query string.`);

const checkSdkAppId = (given: string, own: string | undefined): Finding => {
  // The sender chose this text. Printed as it is, it could imitate other findings.
  if (!/^\d{1,20}$/.test(given)) return wrong('SdkAppid is not a number.');
  if (own === undefined) return { ok: true, message: `SdkAppid is ${given}. Give --sdk-app-id to compare it.` };
  return given === own
    ? { ok: true, message: `SdkAppid is yours: ${given}.` }
    : wrong(`SdkAppid is ${given}, and yours is ${own}.`);
};

const checkRequestTime = (requestTime: string, at: number): Finding => {
  if (!/^\d+$/.test(requestTime)) return wrong('RequestTime is not made of digits only.');
  if (requestTime.length > 11) return wrong('RequestTime has too many digits for seconds. Is it in milliseconds?');
  const skew = Number(requestTime) - at / 1000;
  const ok = Math.abs(skew) <= clockToleranceSeconds;
  const utc = new Date(Number(requestTime) * 1000).toISOString();
  return {
    ok,
    message:
      `RequestTime is ${utc}, ${Math.round(Math.abs(skew))} s ${skew < 0 ? 'before' : 'after'} ` +
      `${new Date(at).toISOString()}. ${clockToleranceSeconds} s are allowed` +
      (ok ? '.' : ': the request is old, or a clock is wrong. Give --at if the request did not arrive just now.'),
  };
};

const checkSignature = (signature: string, requestTime: string, tokens: readonly string[]): Finding => {
  const nameOf = (index: number): string => (tokens.length === 1 ? '' : ` (--token number ${index + 1})`);
  const matching = tokens.findIndex((token) => sign(token, requestTime) === signature);
  if (matching >= 0) return { ok: true, message: `Sign fits the token${nameOf(matching)}.` };
  for (const [index, token] of tokens.entries()) {
    const mistake = explainSignature(token, requestTime, signature);
    if (mistake !== undefined) {
      return wrong(
        `Sign is ${mistake}${nameOf(index)}. It should be the SHA-256 of the token followed by RequestTime, in lower case.`,
      );
    }
  }
  return wrong(
    /^[0-9a-f]{64}$/.test(signature)
      ? 'Sign fits no given token, and no common mistake explains it: it was made with another token or another RequestTime.'
      : `Sign has ${signature.length} characters. It should be a SHA-256: 64 lower-case hexadecimal digits.`,
  );
};

import { assertKnown, assertOption, describeValue, isObject } from '../assert';
import { tamperings } from './tamper';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isSdkAppId = (value: unknown): boolean =>
  typeof value === 'string' ? /^\d+$/.test(value) : Number.isSafeInteger(value) && Number(value) >= 0;

/** `JSON.stringify` would turn bytes into an object of numbers, and it has no result for a function. */
const isJson = (value: unknown): boolean =>
  !['function', 'symbol', 'bigint'].includes(typeof value) && !ArrayBuffer.isView(value);

interface Rule {
  readonly isRight: (value: unknown) => boolean;
  /** The rest of a sentence that begins with the option's name and `must be`. */
  readonly demand: string;
}

/** What each option must be. Every option but `sdkAppId` may also be `undefined`. */
const rules: Readonly<Record<string, Rule>> = {
  sdkAppId: { isRight: isSdkAppId, demand: 'your SDKAppID, as a number or a string of digits' },
  command: { isRight: isText, demand: "the name of a command, such as 'Live.CallbackBeforeSendGift'" },
  body: { isRight: isJson, demand: 'text, or a value that JSON can express' },
  token: {
    isRight: (value) => value === false || isText(value),
    demand: 'your webhook token; leave it out, or give false, for an unsigned request',
  },
  now: { isRight: Number.isFinite, demand: 'Unix milliseconds, such as Date.now()' },
  url: {
    isRight: (value) => typeof value === 'string',
    demand: "a URL or a path as text, such as '/tencent-callback'",
  },
  tamper: { isRight: isText, demand: `one of ${Object.keys(tamperings).join(', ')}` },
};

/** Throws a `TypeError` that names the option of `signedRequest` that is wrong, what it is, and what to give instead. */
export const checkRequestOptions = (options: unknown): void => {
  const example = "{ sdkAppId: 1400000001, command: 'Live.CallbackBeforeSendGift' }";
  assertOption(isObject(options), `signedRequest takes an object such as ${example}, not ${describeValue(options)}.`);
  for (const key of Object.keys(options)) assertKnown('signedRequest has no option', key, Object.keys(rules));
  for (const [option, { isRight, demand }] of Object.entries(rules)) {
    const value = options[option];
    const mayBeAbsent = option !== 'sdkAppId' && value === undefined;
    assertOption(
      mayBeAbsent || isRight(value),
      `signedRequest: ${option} must be ${demand}. It is ${describeValue(value)}.`,
    );
  }
  if (isText(options['tamper']))
    assertKnown('signedRequest: there is no tampering', options['tamper'], Object.keys(tamperings));
};

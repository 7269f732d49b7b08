import { fc, test } from '@fast-check/jest';
import { isRight } from 'fp-ts/Either';
import { readEnvelope } from '../../lib/delivery/envelope';

const names = [
  'SdkAppid',
  'sdkappid',
  'CallbackCommand',
  'WebhookCommand',
  'ClientIP',
  'OptPlatform',
  'Sign',
  'RequestTime',
  'contenttype',
  '',
  'Signx',
  '__proto__',
];
const name = fc.constantFrom(...names);
const value = fc.constantFrom('', '1400000001', 'Live.CallbackBeforeSendGift', 'a=b', 'ios', '?', '/');
const pair = fc.oneof(
  fc.tuple(name, value).map(([key, text]) => `${key}=${text}`),
  name,
);

describe('the query string', () => {
  const read = (query: string) => readEnvelope({ method: 'POST', url: `/?${query}` });

  test.prop([fc.array(pair, { maxLength: 9 })])('means the same whether something in it is escaped or not', (pairs) => {
    const query = pairs.join('&');
    const withoutQuery = (text: string) => {
      const envelope = read(text);
      return isRight(envelope) ? { ...envelope.right, query: undefined } : envelope.left;
    };
    expect(withoutQuery(query)).toEqual(withoutQuery(`${query}&another=%41`));
  });

  it('begins at a question mark, without which there is none', () => {
    const url = '/hook&SdkAppid=1&CallbackCommand=Live.CallbackAfterCreateRoom';
    expect(readEnvelope({ method: 'POST', url })).toMatchObject({ left: { type: 'bad-url' } });
  });

  it('is unescaped where it is escaped', () => {
    expect(read('SdkAppid=%31400000001&Callback%43ommand=a%2Bb+c')).toMatchObject({
      right: { sdkAppId: '1400000001', urlCommand: 'a+b c' },
    });
  });
});

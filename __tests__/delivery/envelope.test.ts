import { fc, test } from '@fast-check/jest';
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
  const read = (query: string) => readEnvelope({ method: 'POST', url: `/?${query}` } as never);

  test.prop([fc.array(pair, { maxLength: 9 })])('means the same whether something in it is escaped or not', (pairs) => {
    const query = pairs.join('&');
    expect(read(query)).toEqual(read(`${query}&another=%41`));
  });

  it('is unescaped where it is escaped', () => {
    expect(read('SdkAppid=%31400000001&Callback%43ommand=a%2Bb+c')).toMatchObject({
      right: { sdkAppId: '1400000001', urlCommand: 'a+b c' },
    });
  });
});

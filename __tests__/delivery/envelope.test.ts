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

  it('may have parameters without a value, which are not taken for others', () => {
    expect(read('SdkAppid=1&CallbackCommand=x&Signx&RequestTime&y')).toMatchObject({
      right: { signature: undefined, requestTime: '' },
    });
    expect(read('SdkAppid&CallbackCommand=x')).toMatchObject({ left: { type: 'bad-url' } });
  });

  it.each([
    ['command=x', 'x'],
    ['command=x&CallbackCommand=y', 'y'],
    ['CallbackCommand=y&Command=x', 'y'],
    ['WebhookCommand=z', 'z'],
  ])('names the command as %s', (command, urlCommand) => {
    expect(read(`SdkAppid=1&${command}`)).toMatchObject({ right: { urlCommand } });
  });

  it('has the id of the request, in two spellings, of which the first counts', () => {
    const base = 'SdkAppid=1&CallbackCommand=x';
    expect(read(`${base}&RequestId=a`)).toMatchObject({ right: { requestId: 'a' } });
    expect(read(`${base}&RequestID=b&RequestId=c&RequestId=d`)).toMatchObject({ right: { requestId: 'b' } });
    expect(read(base)).toMatchObject({ right: { requestId: undefined, query: base } });
  });

  it.each([
    ['SdkAppid=1', 'CallbackCommand should be given exactly once'],
    ['SdkAppid=1&command=x&command=y', 'CallbackCommand should be given exactly once'],
    ['CallbackCommand=x', 'SdkAppid should be given exactly once'],
    ['SdkAppid=1&CallbackCommand=x&Sign=a&sign=b', 'Sign should be given at most once'],
  ])('is refused as %s, and says what is wrong', (query, problem) => {
    const advice = 'Check whether a proxy cuts or repeats the query string.';
    expect(read(query)).toMatchObject({
      left: { type: 'bad-url', message: `In the URL's query string, ${problem}. ${advice}` },
    });
  });

  it('is missing where the request has no URL', () => {
    expect(readEnvelope({ method: 'POST' })).toMatchObject({ left: { type: 'bad-url' } });
    expect(readEnvelope({})).toMatchObject({ left: { type: 'wrong-method' } });
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

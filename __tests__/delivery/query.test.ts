import { fc, it } from '@fast-check/jest';
import { anything } from '../../lib/delivery/match';
import { EventDelivery } from '../../lib/delivery/delivery';

const deliveryOf = (query: string): EventDelivery => {
  const metadata = {
    command: 'Live.X',
    urlCommand: 'Live.X',
    receivedAt: new Date(0),
    sdkAppId: 1400000001,
    attempt: 1,
    clientIp: undefined,
    platform: undefined,
    requestId: undefined,
    rawBody: Buffer.from('{}'),
    query,
  };
  return new EventDelivery(metadata, { event: {}, body: {} }, anything, { signal: new AbortController().signal });
};

const secret = /^(sign|requesttime)$/i;
const names = ['Sign', 'sIGN', '%53ign', 'S%69gn', '+Sign', 'RequestTime', 'Request%54ime', 'room', '', '?Sign', '%zz'];
const pair = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom('', '=', '=a', '=a=b', '=a%20b', '=a+b', '=?', '=Sign', '=%'))
  .map((parts) => parts.join(''));

describe('the query of a delivery', () => {
  it.prop([fc.array(pair, { maxLength: 5 }), fc.constantFrom('', '?', '&')])(
    'has every parameter but those that sign the request, as URLSearchParams reads them',
    (pairs, before) => {
      const query = `${before}${pairs.join('&')}`;
      const delivery = deliveryOf(query);
      const expected = [...new URLSearchParams(query)].filter(([name]) => !secret.test(name));
      expect([...delivery.query]).toEqual(expected);
      expect([...new URLSearchParams(delivery.queryText)]).toEqual(expected);
    },
  );

  it('stays as it was received where nothing is escaped', () => {
    const query = 'SdkAppid=1400000001&RequestTime=1&callback=http://a/b,c&sign=0&flag&x=';
    expect(deliveryOf(query).queryText).toBe('SdkAppid=1400000001&callback=http://a/b,c&flag&x=');
  });

  it.each([
    ['Sign&a=1', 'a=1'],
    ['Sign=0&RequestTime&a=1', 'a=1'],
    ['a=1&Sign', 'a=1'],
    ['a=1&requesttime&SIGN=0&b', 'a=1&b'],
    ['Sign&RequestTime=1', ''],
    ['&Sign&&a', '&&a'],
    ['Signs=0&aSign=1&RequestTimes', 'Signs=0&aSign=1&RequestTimes'],
  ])('of %j keeps %j', (query, kept) => {
    expect(deliveryOf(query).queryText).toBe(kept);
  });
});

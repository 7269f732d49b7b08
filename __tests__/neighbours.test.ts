import request from 'supertest';
import { sampleBody, signedRequest } from '../lib/testing';
import { plainAck, receiver, sdkAppId } from './support/receiver';

const token = 'a token';
const member = 'Live.CallbackAfterMemberStateChanged';

/** The signed query of any request, with other parameters in front of `Sign`. */
const signed = (parameters: string): string => {
  const { query } = signedRequest({ sdkAppId, command: member, token });
  return `/tencent-callback?${parameters}&${query.slice(query.indexOf('Sign='))}`;
};

const deliver = async (url: string, body: string) => {
  const onUnknownCommand = jest.fn();
  const handler = jest.fn();
  const { webhooks, outcomes } = receiver({ token, onUnknownCommand, handlers: { [member]: handler } });
  const { text } = await request(webhooks).post(url).send(body);
  return { text, onUnknownCommand, handler, outcome: outcomes[0] };
};

/** What other products of Tencent send to a URL that is shared with them. */
describe('a request of another product', () => {
  it.each([
    // 269/102567 and 102568: batches, without a command in the body.
    [
      'Push.OfflinePush',
      `SdkAppid=${sdkAppId}&CallbackCommand=Push.OfflinePush&contenttype=json`,
      '{"Events":[{"To_Account":"a"}]}',
    ],
    ['Push.AllMemberPush', `SdkAppid=${sdkAppId}&CallbackCommand=Push.AllMemberPush`, '{"Events":[{},{}]}'],
    // 1047/60256: sent by default once a URL is set, without EventTime.
    [
      'Alert.RequestOverLimit',
      `SdkAppid=${sdkAppId}&CallbackCommand=Alert.RequestOverLimit`,
      '{"CallbackCommand":"Alert.RequestOverLimit","ApiName":"openim/sendmsg"}',
    ],
    // trtc.io/document/60130: the status webhook of TUICallKit, which retries after any other code than 0.
    ['call_end', `sdkappid=${sdkAppId}&command=call_end&contenttype=json`, '{"eventType":"call_end","callId":"c"}'],
  ])('%s is acknowledged, reported as unknown and handed over', async (command, parameters, body) => {
    const { text, onUnknownCommand, handler, outcome } = await deliver(signed(parameters), body);
    expect(text).toBe(plainAck);
    expect(outcome).toMatchObject({ type: 'unknown', delivery: { command, urlCommand: command } });
    expect(onUnknownCommand).toHaveBeenCalledTimes(1);
    expect(onUnknownCommand.mock.calls[0]?.[0]).toEqual(JSON.parse(body));
    expect(handler).not.toHaveBeenCalled();
  });

  it('is refused like any other where it is not signed', async () => {
    const url = `/tencent-callback?sdkappid=${sdkAppId}&command=call_end`;
    const { onUnknownCommand, outcome } = await deliver(url, '{"eventType":"call_end"}');
    expect(outcome?.failure?.type).toBe('unsigned');
    expect(onUnknownCommand).not.toHaveBeenCalled();
  });
});

describe('a body without CallbackCommand', () => {
  const { CallbackCommand: _, ...nameless } = sampleBody(member);

  it('is an event of the command in the URL, under the same id each time', async () => {
    const query = `SdkAppid=${sdkAppId}&CallbackCommand=${member}`;
    const first = await deliver(signed(query), JSON.stringify(nameless));
    const second = await deliver(signed(query), JSON.stringify(nameless));
    expect(first.text).toBe(plainAck);
    expect(first.handler.mock.calls[0]?.[0]).toEqual(sampleBody(member));
    expect(first.outcome?.delivery?.eventId).toBeDefined();
    expect(first.outcome?.delivery?.eventId).toBe(second.outcome?.delivery?.eventId);
  });

  it('is refused where it is not an event of that command', async () => {
    const { handler, outcome } = await deliver(
      signed(`SdkAppid=${sdkAppId}&CallbackCommand=${member}`),
      '{"RoomId":"r"}',
    );
    expect(outcome).toMatchObject({ type: 'refused', command: member, failure: { type: 'bad-payload' } });
    expect(handler).not.toHaveBeenCalled();
  });
});

it('a callback URL with a query of its own, sorted among Tencent’s parameters, is understood', async () => {
  // A captured URL is sorted by key, and has the integrator's own `appId` among the parameters.
  const { query } = signedRequest({ sdkAppId, command: member, token });
  const parameters = new URLSearchParams(query);
  parameters.append('appId', 'shop 7');
  parameters.append('RequestID', '0f8fad5b-d9cb');
  parameters.sort();
  const { outcome } = await deliver(`/tencent-callback?${parameters.toString()}`, JSON.stringify(sampleBody(member)));
  const { delivery } = outcome ?? {};
  expect(outcome?.type).toBe('handled');
  expect(delivery?.requestId).toBe('0f8fad5b-d9cb');
  expect(delivery?.query.get('appId')).toBe('shop 7');
  expect(delivery?.query.toString()).not.toMatch(/Sign|RequestTime/i);
});

// What the soak sends.
import { failure, plainAck } from './reply.mjs';
import { bigIdSeats, memberEvent, signed, token, unsigned, webhook } from './requests.mjs';

const gift = JSON.stringify({
  CallbackCommand: 'Live.CallbackBeforeSendGift',
  Operator_Account: 'viewer-1001',
  RoomId: 'room',
  GiftWater: {
    From_Account: 'viewer-1001',
    To_Account: ['host'],
    Time: 1703589922,
    GiftId: 'car',
    Count: 1,
    Coins: 9000,
  },
});
const verdict = '{"ActionStatus":"OK","ErrorInfo":"over the limit","ErrorCode":102101}';
const metadata = JSON.stringify({
  CallbackCommand: 'Live.CallbackAfterSetMetadata',
  Operator_Account: 'admin',
  RoomId: 'room',
  Metadata: [{ Key: 'topic', Value: 'benchmarks' }],
  EventTime: 1703589922780,
});

const as = (text) => () => webhook(text, { token });

/** How many of each are sent, what becomes of it, how it is made, the reply, and on how many connections if not 4. */
export const mixture = [
  [6500, 'handled', signed, plainAck],
  [600, 'handled', as(gift), verdict],
  [400, 'ignored', as(metadata.replace('SetMetadata', 'DelMetadata')), plainAck],
  [200, 'unknown', as(metadata.replace('SetMetadata', 'SomethingNew')), plainAck],
  [400, 'handler-failed', as(metadata), failure(500)],
  [100, 'handler-late', as(bigIdSeats), failure(504), 100],
  [400, 'unsigned', unsigned, failure(401)],
  [200, 'bad-signature', () => webhook(memberEvent, { token: 'another token' }), failure(401)],
  [200, 'stale', () => webhook(memberEvent, { token, now: 0 }), failure(401)],
  [200, 'wrong-app', () => webhook(memberEvent, { token, sdkAppId: 1400000002 }), failure(403)],
  [200, 'wrong-method', () => Buffer.from(String(signed()).replace('POST', 'PUT')), failure(405)],
  [100, 'body-too-large', as(memberEvent.padEnd(11_000)), failure(413)],
  [100, 'bad-json', as(memberEvent.replace(/\}$/, '')), failure(400)],
  [200, 'bad-payload', as(memberEvent.replace('Online', 'Onlin')), failure(422)],
];

/** As many more are sent by half, and their connection is closed. */
export const disconnects = 200;

export const mixtureSize = disconnects + mixture.reduce((sum, [count]) => sum + count, 0);

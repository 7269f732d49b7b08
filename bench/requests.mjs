import { createHmac } from 'node:crypto';
import { signedRequest } from '../dist/testing/index.js';

/** A POST as it goes over the wire. */
const wire = (target, headers, body) => {
  const fields = Object.entries({ Host: 'localhost', ...headers, 'Content-Length': Buffer.byteLength(body) });
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST ${target} HTTP/1.1\r\n${head}\r\n${body}`);
};

/** Tencent's request for a body, signed now if there is a token. */
const webhook = (text, token) => {
  const { CallbackCommand: command } = JSON.parse(text);
  const { query, headers, body } = signedRequest({ sdkAppId: 1400000001, command, body: text, token });
  return wire(`/tencent-callback${query}`, headers, body);
};

const token = 'the token of the benchmark';

const memberEvent = JSON.stringify({
  CallbackCommand: 'Live.CallbackAfterMemberStateChanged',
  RoomId: 'the room of the benchmark',
  EventType: 'Online',
  EventCause: 'Enter',
  MemberList: Array.from({ length: 8 }, (_, index) => ({ Member_Account: `viewer-${1001 + index}` })),
  EventTime: 1703589922780,
});

export const bodyBytes = memberEvent.length;

const seatsEvent = (accountOf, roomId) =>
  JSON.stringify({
    CallbackCommand: 'Mic.CallbackAfterSeatInfoChanged',
    RoomId: roomId,
    SeatList: Array.from({ length: 16 }, (_, index) => ({
      Index: index,
      Member_Account: accountOf(index),
      IsTakenDisabled: false,
      IsVideoDisabled: false,
      IsAudioDisabled: false,
    })),
    EventTime: 1703589922780,
  });

/** 18 digits, which no double holds, as a bare integer. */
const bigIdSeats = seatsEvent((index) => `1441152337757276${50 + index}`, 'room').replaceAll(/"(\d{18})"/g, '$1');
/** As long as the other. */
const shortIdSeats = seatsEvent((index) => `user-${10 + index}`, 'room'.padEnd(4 + 16 * 9, '-'));

export const unsigned = () => webhook(memberEvent);
export const signed = () => webhook(memberEvent, token);
export const signedBigIdSeats = () => webhook(bigIdSeats, token);
export const signedShortIdSeats = () => webhook(shortIdSeats, token);

/** An event of a peer's own, as long as ours. */
const asLong = (bodyWith) => bodyWith('-'.repeat(bodyBytes - bodyWith('').length));
const peer = (headers, body) => wire('/tencent-callback', { 'Content-Type': 'application/json', ...headers }, body);
const hmac = (text) => createHmac('sha256', token).update(text);

const githubEvent = asLong((filling) =>
  JSON.stringify({
    action: 'added',
    member: { login: 'viewer-1001', id: 1001, type: 'User', site_admin: false },
    repository: { id: 1, name: 'bench', full_name: 'octo/bench', private: false, description: filling },
    sender: { login: 'owner', id: 1, type: 'User' },
  }),
);
export const github = () =>
  peer(
    {
      'X-GitHub-Event': 'member',
      'X-GitHub-Delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'X-Hub-Signature-256': `sha256=${hmac(githubEvent).digest('hex')}`,
    },
    githubEvent,
  );

const lineEvent = asLong((filling) =>
  JSON.stringify({
    destination: 'U00000000000000000000000000000000',
    events: [
      {
        type: 'memberJoined',
        joined: { members: [{ type: 'user', userId: 'viewer-1001' }] },
        replyToken: filling,
        source: { type: 'group', groupId: 'the room of the benchmark' },
        timestamp: 1703589922780,
        mode: 'active',
      },
    ],
  }),
);
export const line = () => peer({ 'X-Line-Signature': hmac(lineEvent).digest('base64') }, lineEvent);

const slackEvent = asLong((filling) =>
  JSON.stringify({
    token: filling,
    team_id: 'T1',
    api_app_id: 'A1',
    event: {
      type: 'member_joined_channel',
      user: 'viewer-1001',
      channel: 'C1',
      channel_type: 'C',
      team: 'T1',
      event_ts: '1703589922.780',
    },
    type: 'event_callback',
    event_id: 'Ev1',
    event_time: 1703589922,
  }),
);
export const slack = () => {
  const time = Math.floor(Date.now() / 1000);
  const signature = `v0=${hmac(`v0:${time}:${slackEvent}`).digest('hex')}`;
  return peer({ 'X-Slack-Signature': signature, 'X-Slack-Request-Timestamp': time }, slackEvent);
};

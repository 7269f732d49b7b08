// What the peers are sent: an event of their own service, signed as that service does.
import { createHmac } from 'node:crypto';
import { bodyBytes, token, wire } from './requests.mjs';

/** As long as the event that the others get. */
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

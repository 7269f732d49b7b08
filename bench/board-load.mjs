// The load of the board's benchmark: events, viewers, and clients that read it in a loop.
import { Agent, get, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, gunzipSync } from 'node:zlib';
import { signedRequest } from '../dist/testing/index.js';

export const password = 'a password of the benchmark';

const members = 'Live.CallbackAfterMemberStateChanged';
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

export const percentile = (sorted, share) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** Posts one event; resolves to the milliseconds to its reply, and whether it was accepted. */
const postEvent = (url, body) =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const { query, headers } = signedRequest({ sdkAppId: 1400000001, command: members, body });
    const options = { host: url.hostname, port: url.port, path: `/tencent-callback${query}`, method: 'POST', agent };
    const outgoing = request(
      { ...options, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.on('end', () =>
          resolve({ ms: performance.now() - startedAt, isOkay: text.includes('"ErrorCode":0') }),
        );
      },
    );
    outgoing.on('error', reject).end(body);
  });

let happened = 0;
const memberEvent = (room, accounts, EventType) => {
  happened += 1;
  const EventCause = EventType === 'Online' ? 'Enter' : 'Leave';
  const MemberList = accounts.map((account) => ({ Member_Account: `member ${account}` }));
  return JSON.stringify({
    CallbackCommand: members,
    RoomId: `room ${room}`,
    EventType,
    EventCause,
    MemberList,
    EventTime: Date.now() - 1e6 + happened,
  });
};

/** Fills the rooms, a hundred members to an event. */
export const fill = async (url, rooms, perRoom) => {
  const accounts = Array.from({ length: perRoom }, (_, index) => index);
  let next = 0;
  const connection = async () => {
    while (next < rooms) await postEvent(url, memberEvent(next++, accounts, 'Online'));
  };
  await Promise.all(Array.from({ length: 8 }, connection));
};

/** Keeps so many requests in flight, or sends so many a second, for a time; resolves to what came of them. */
export const load = async (url, rooms, seconds, { connections, perSecond }) => {
  const until = performance.now() + seconds * 1000;
  const replies = [];
  const one = async () => {
    const number = replies.length + happened;
    replies.push(
      await postEvent(url, memberEvent(number % rooms, [number % 100], number % 2 === 0 ? 'Online' : 'Offline')),
    );
  };
  const startedAt = performance.now();
  if (connections !== undefined) {
    const connection = async () => {
      while (performance.now() < until) await one();
    };
    await Promise.all(Array.from({ length: connections }, connection));
  } else {
    const inFlight = new Set();
    while (performance.now() < until) {
      const due = ((performance.now() - startedAt) / 1000) * perSecond;
      for (let sent = replies.length + inFlight.size; sent < due; sent++) {
        const posting = one().finally(() => inFlight.delete(posting));
        inFlight.add(posting);
      }
      await sleep(5);
    }
    await Promise.all(inFlight);
  }
  const took = (performance.now() - startedAt) / 1000;
  const ms = replies.map((reply) => reply.ms).toSorted((a, b) => a - b);
  return {
    perSecond: replies.length / took,
    p50: percentile(ms, 0.5),
    p99: percentile(ms, 0.99),
    most: ms.at(-1),
    refused: replies.filter(({ isOkay }) => !isOkay).length,
    count: replies.length,
  };
};

const Authorization = `Basic ${Buffer.from(`bench:${password}`).toString('base64')}`;

/** A viewer of the board, who receives it compressed; `sizes` has the bytes of each push before compression. */
const openViewer = (url, sizes, received) => {
  const headers = { Authorization, 'Accept-Encoding': 'gzip' };
  const viewer = get({ host: url.hostname, port: url.port, path: '/api/stream', headers, agent: false }, (response) => {
    const chunks = [];
    response.on('data', (chunk) => {
      received.bytes += chunk.length;
      chunks.push(chunk);
    });
    response.on('close', () => {
      const text = gunzipSync(Buffer.concat(chunks), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
      for (const message of text.split('\n\n'))
        if (message.startsWith('event: changes')) sizes.push(Buffer.byteLength(message));
    });
  });
  viewer.on('error', () => {});
  return () => viewer.destroy();
};

/** Reads the board in a loop; the result stops it and resolves to how often it was read. */
export const hammer = (url, clients) => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let reads = 0;
  const own = new Agent({ keepAlive: true });
  const connection = async () => {
    while (!signal.aborted) {
      await new Promise((resolve, reject) => {
        const options = {
          host: url.hostname,
          port: url.port,
          path: '/api/board',
          headers: { Authorization },
          agent: own,
        };
        get(options, (response) => response.resume().on('end', resolve)).on('error', reject);
      });
      reads += 1;
    }
  };
  const done = Promise.all(Array.from({ length: clients }, connection));
  return async () => {
    stopping.abort();
    await done;
    own.destroy();
    return reads;
  };
};

/** Viewers of the board; the result lets them go and resolves to the sizes of their pushes, and the bytes that each got. */
export const openViewers = (url, count) => {
  const sizes = [];
  const received = { bytes: 0 };
  const leave = Array.from({ length: count }, () => openViewer(url, sizes, received));
  return async () => {
    for (const go of leave) go();
    await sleep(200);
    return {
      pushBytes: percentile(
        sizes.toSorted((a, b) => a - b),
        0.5,
      ),
      bytesEach: received.bytes / count,
    };
  };
};

// The events of the board's benchmark: signed webhooks over raw keep-alive sockets, because an HTTP client would take
// more of the two cores than the app. Every reply is checked.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, plainAck } from './reply.mjs';
import { token, webhook } from './requests.mjs';

export const percentile = (sorted, share) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** The app closes a connection that has been idle for five seconds. */
const idleMs = 2000;

/** Opens a connection, for one request at a time. */
const openConnection = async (url) => {
  const socket = connect(Number(url.port), url.hostname).setNoDelay().setEncoding('latin1').setTimeout(5000);
  await once(socket, 'connect');
  let received = '';
  let waiting;
  const fail = (reason) => {
    socket.destroy();
    waiting?.reject(new Error(`${reason} ${received}`));
  };
  socket.on('error', ({ message }) => fail(message));
  socket.on('timeout', () => fail('A webhook was not answered within five seconds.'));
  socket.on('close', () => fail('The app closed a connection without a reply.'));
  socket.on('data', (text) => {
    received += text;
    const bodyAt = received.indexOf('\r\n\r\n') + 4;
    const [, length] = /\r\nContent-Length: (\d+)\r\n/i.exec(received) ?? [];
    if (bodyAt === 3 || received.length < bodyAt + Number(length)) return;
    if (!received.startsWith('HTTP/1.1 200 ')) return fail('A wrong reply:');
    waiting.resolve(received.slice(bodyAt));
    waiting = undefined;
    received = '';
  });
  return {
    /** Resolves to the body of the reply. */
    post: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
};

/** More would exceed the files that a process may open. */
const mostConnections = 400;

/** Posts requests, each over a connection that is free, or will be. A lost, wrong or late reply ends the benchmark. */
const createClient = (url) => {
  const free = [];
  const waiting = [];
  let inUse = 0;

  const takeConnection = async () => {
    if (inUse >= mostConnections) await new Promise((resolve) => waiting.push(resolve));
    inUse += 1;
    const found = free.pop();
    if (found && performance.now() - found.at < idleMs) return found.connection;
    found?.connection.close();
    return openConnection(url);
  };

  return {
    post: async (request) => {
      const connection = await takeConnection();
      const reply = await connection.post(request);
      free.push({ connection, at: performance.now() });
      inUse -= 1;
      waiting.shift()?.();
      return reply;
    },
    close: () => {
      for (const { connection } of free) connection.close();
    },
  };
};

let happened = 0;
const memberEvent = (room, accounts, EventType) => {
  happened += 1;
  return JSON.stringify({
    CallbackCommand: 'Live.CallbackAfterMemberStateChanged',
    RoomId: `room ${room}`,
    EventType,
    EventCause: EventType === 'Online' ? 'Enter' : 'Leave',
    MemberList: accounts.map((account) => ({ Member_Account: `member ${account}` })),
    EventTime: Date.now() - 1e6 + happened,
  });
};

/** Runs so many tasks at a time, each followed by another while it says that there is more. */
const repeat = (concurrency, task) =>
  Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (await task());
    }),
  );

/** Starts a task so many times a second, whether or not the ones before have ended. */
const atRate = async (perSecond, isOver, task) => {
  const startedAt = performance.now();
  const started = [];
  while (!isOver()) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    while (started.length < due) started.push(task());
    await sleep(5);
  }
  await Promise.all(started);
};

/** Fills the rooms, in one event for each. */
export const fill = async (url, rooms, perRoom) => {
  const client = createClient(url);
  const accounts = Array.from({ length: perRoom }, (_, index) => index);
  let next = 0;
  await repeat(8, async () => {
    if (next === rooms) return false;
    const reply = await client.post(webhook(memberEvent(next++, accounts, 'Online'), { token }));
    if (reply !== plainAck) throw new Error(`The app did not accept an event: ${reply}`);
    return true;
  });
  client.close();
};

/**
 * Keeps so many requests in flight, or sends so many a second, for a time. Resolves to what came of them: how many were
 * sent and accepted, the seconds that it took, and the milliseconds of each.
 */
export const load = async (url, rooms, seconds, { connections, perSecond }) => {
  const client = createClient(url);
  const startedAt = performance.now();
  const isOver = () => performance.now() > startedAt + seconds * 1000;
  const durations = [];
  let sent = 0;
  let accepted = 0;

  const sendOne = async () => {
    const number = sent++;
    const request = webhook(memberEvent(number % rooms, [number % 100], number % 2 === 0 ? 'Online' : 'Offline'), {
      token,
    });
    const sentAt = performance.now();
    const reply = await client.post(request);
    durations.push(performance.now() - sentAt);
    if (reply === plainAck) accepted += 1;
    return !isOver();
  };

  if (connections === undefined) await atRate(perSecond, isOver, sendOne);
  else await repeat(connections, sendOne);
  const took = (performance.now() - startedAt) / 1000;
  client.close();
  return { took, sent, accepted, durations };
};

/** Sends unsigned requests, so many a second; the result stops it and resolves to how many, and how many were refused. */
export const flood = (url, perSecond) => {
  const client = createClient(url);
  const request = webhook(memberEvent(0, [0], 'Online'));
  const refusal = failure(401);
  const startedAt = performance.now();
  let [sent, refused, isOver] = [0, 0, false];
  const flooding = atRate(
    perSecond,
    () => isOver,
    async () => {
      sent += 1;
      if (refusal.test(await client.post(request))) refused += 1;
    },
  );
  return async () => {
    isOver = true;
    await flooding;
    client.close();
    return { perSecond: (sent * 1000) / (performance.now() - startedAt), sent, refused };
  };
};

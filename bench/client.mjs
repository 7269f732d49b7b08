import { once } from 'node:events';
import { connect } from 'node:net';
import { replyJudge } from './reply.mjs';

const timeoutMs = 5000;
let eventTime = Date.now();

export const openConnections = (port, connections = 8) =>
  Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
      await once(socket, 'connect');
      return socket;
    }),
  );

/**
 * Sends `total` requests over keep-alive connections, the given ones or its own, on each when the one before is
 * answered. `request` makes that of a connection by its number; every event gets an EventTime of its own, or
 * deduplication would drop it. Each request is written after a pause of `pauseMs`, if there is one; with `apart`, its
 * head is written before the pause and only its body after it. With `awake`, this process never sleeps in the meantime.
 * Rejects on the first reply that is not `reply`.
 */
export const exchange = async ({ port, request, reply, total, connections, sockets, pauseMs, apart, awake }) => {
  const judge = replyJudge(reply);
  let sent = 0;
  const isMore = () => sent++ < total;
  const write = createWrite(pauseMs, apart);
  const opened = sockets ?? (await openConnections(port, connections));
  const fallAsleep = awake ? stayAwake() : undefined;
  try {
    await Promise.all(opened.map((socket, number) => drive(socket, request(number), write, judge, isMore)));
  } finally {
    fallAsleep?.();
    if (!sockets) closeConnections(opened);
  }
};

/** Keeps the event loop turning until the returned function is called. */
const stayAwake = () => {
  let isNeeded = true;
  const turn = () => {
    if (isNeeded) setImmediate(turn);
  };
  turn();
  return () => {
    isNeeded = false;
  };
};

export const closeConnections = (sockets) => {
  for (const socket of sockets) socket.destroy();
};

const createWrite = (pauseMs, apart) => (socket, request) => {
  if (pauseMs === undefined) return socket.write(request);
  const rest = apart ? request.subarray(request.indexOf('\r\n\r\n') + 4) : request;
  if (apart) socket.write(request.subarray(0, request.length - rest.length));
  setTimeout(() => socket.write(rest), pauseMs);
};

const drive = (socket, request, write, judge, isMore) =>
  new Promise((resolve, reject) => {
    const timeAt = request.indexOf('"EventTime":');
    let received = '';

    const fail = (reason) => {
      leave();
      reject(new Error(`${reason}. Sent:\n${request.subarray(0, 1000)}\nReceived:\n${received.slice(0, 1000)}`));
    };
    const next = () => {
      if (!isMore()) {
        leave();
        return resolve();
      }
      received = '';
      if (timeAt !== -1) request.latin1Write(`"EventTime":${++eventTime}`, timeAt);
      write(socket, request);
    };
    const listeners = {
      timeout: () => fail(`Not answered within ${timeoutMs} ms`),
      error: ({ message }) => fail(message),
      close: () => fail('The connection was closed'),
      data: (text) => {
        received += text;
        const verdict = judge(received);
        if (verdict === 'wrong') fail('A wrong reply');
        if (verdict === 'right') next();
      },
    };
    const leave = () => {
      socket.setTimeout(0);
      for (const [name, listener] of Object.entries(listeners)) socket.off(name, listener);
    };

    socket.setTimeout(timeoutMs);
    for (const [name, listener] of Object.entries(listeners)) socket.on(name, listener);
    next();
  });

import { once } from 'node:events';
import { connect } from 'node:net';
import { replyJudge } from './reply.mjs';

const timeoutMs = 5000;
let eventTime = Date.now();

/**
 * Sends `total` requests over keep-alive connections, on each when the one before is answered. `request` makes that of
 * a connection by its number; every event gets an EventTime of its own, or deduplication would drop it. Rejects on the
 * first reply that is not `reply`.
 */
export const exchange = async ({ port, request, reply, total, connections = 8 }) => {
  const judge = replyJudge(reply);
  let sent = 0;
  const isMore = () => sent++ < total;
  await Promise.all(
    Array.from({ length: connections }, async (_, number) => {
      const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
      await once(socket, 'connect');
      await drive(socket, request(number), judge, isMore).finally(() => socket.destroy());
    }),
  );
};

const drive = (socket, request, judge, isMore) =>
  new Promise((resolve, reject) => {
    const timeAt = request.indexOf('"EventTime":');
    let received = '';

    const fail = (reason) =>
      reject(new Error(`${reason}. Sent:\n${request.subarray(0, 1000)}\nReceived:\n${received.slice(0, 1000)}`));
    const next = () => {
      if (!isMore()) return resolve();
      received = '';
      if (timeAt !== -1) request.latin1Write(`"EventTime":${++eventTime}`, timeAt);
      socket.write(request);
    };

    socket
      .setTimeout(timeoutMs, () => fail(`Not answered within ${timeoutMs} ms`))
      .on('error', ({ message }) => fail(message))
      .on('close', () => fail('The connection was closed'))
      .on('data', (text) => {
        received += text;
        const verdict = judge(received);
        if (verdict === 'wrong') fail('A wrong reply');
        if (verdict === 'right') next();
      });
    next();
  });

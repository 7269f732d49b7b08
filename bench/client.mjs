import { once } from 'node:events';
import { connect } from 'node:net';

const connections = 8;
const patienceMs = 5000;
let eventTime = Date.now();

/** Keep-alive connections to a server. */
export const openClient = async (port) => {
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
      await once(socket, 'connect');
      return socket;
    }),
  );

  return {
    /**
     * Sends a request so many times, on each connection when the one before is answered. Every event gets an EventTime
     * of its own, or deduplication would drop it. Rejects on the first reply that is not judged right.
     */
    send: async (request, judge, total) => {
      let sent = 0;
      const mayGoOn = () => sent++ < total;
      await Promise.all(sockets.map((socket) => drive(socket, Buffer.from(request), judge, mayGoOn)));
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};

const drive = (socket, request, judge, mayGoOn) =>
  new Promise((resolve, reject) => {
    const time = '"EventTime":';
    const timeAt = request.indexOf(time) + time.length;
    let received = '';

    const settle = (end, value) => {
      socket.removeAllListeners().setTimeout(0);
      end(value);
    };
    const fail = (reason) => settle(reject, new Error(`${reason}. Sent:\n${request}\nReceived:\n${received}`));
    const next = () => {
      if (!mayGoOn()) return settle(resolve);
      received = '';
      request.latin1Write(String(++eventTime), timeAt);
      socket.write(request);
    };

    socket
      .setTimeout(patienceMs, () => fail(`Not answered within ${patienceMs} ms`))
      .on('error', (error) => fail(error.message))
      .on('close', () => fail('The connection was closed'))
      .on('data', (text) => {
        received += text;
        const verdict = judge(received);
        if (verdict === 'wrong') fail('A wrong reply');
        if (verdict === 'right') next();
      });
    next();
  });

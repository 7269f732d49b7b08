import { once } from 'node:events';
import { connect } from 'node:net';
import { replyJudge } from './reply.mjs';

const timeoutMs = 5000;
let eventTime = Date.now();

/**
 * Sends so many requests a second for so many seconds, each at its planned time, whatever becomes of those before it.
 * Gives the milliseconds from each planned time to the whole reply, so that a server that stalls is charged with every
 * request that it has kept waiting, and by how many the client itself was late to send. A request for which no
 * connection is free waits for one, and its time runs.
 */
export const sendPlanned = async ({ port, request, reply, perSecond, seconds, connections = 256 }) => {
  const total = Math.round(perSecond * seconds);
  const latencies = new Float64Array(total);
  const lateness = new Float64Array(total);
  const judge = replyJudge(reply);
  const all = await Promise.all(Array.from({ length: connections }, (_, number) => open(port, request(number))));
  const idle = [...all];
  const waiting = [];
  let answered = 0;

  await new Promise((resolve, reject) => {
    for (const connection of all) {
      connection.socket.on('error', reject).on('data', (text) => {
        connection.received += text;
        const verdict = judge(connection.received);
        if (verdict === 'wrong') reject(new Error(`A wrong reply:\n${connection.received.slice(0, 1000)}`));
        if (verdict !== 'right') return;
        latencies[connection.place] = performance.now() - connection.plannedAt;
        if (++answered === total) resolve();
        const next = waiting.shift();
        if (next) send(connection, next);
        else idle.push(connection);
      });
    }

    const start = performance.now() + 10;
    const plannedAtOf = (place) => start + (place * 1000) / perSecond;
    let place = 0;
    // Timers of Node.js are exact to a millisecond only, which is far more than a request takes. So this never sleeps.
    const turn = () => {
      for (const now = performance.now(); place < total && plannedAtOf(place) <= now; place++) {
        const planned = { place, plannedAt: plannedAtOf(place) };
        lateness[place] = now - planned.plannedAt;
        // The one that rested longest: the server closes a connection that rests for five seconds.
        const connection = idle.shift();
        if (connection) send(connection, planned);
        else waiting.push(planned);
      }
      if (place < total) setImmediate(turn);
      else
        setTimeout(() => reject(new Error(`Not all are answered ${timeoutMs} ms after the last.`)), timeoutMs).unref();
    };
    turn();
  }).finally(() => {
    for (const { socket } of all) socket.destroy();
  });
  return { latencies, lateness };
};

const open = async (port, bytes) => {
  const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
  await once(socket, 'connect');
  return { socket, bytes, timeAt: bytes.indexOf('"EventTime":'), place: -1, plannedAt: 0, received: '' };
};

const send = (connection, planned) => {
  Object.assign(connection, planned, { received: '' });
  if (connection.timeAt !== -1) connection.bytes.latin1Write(`"EventTime":${++eventTime}`, connection.timeAt);
  connection.socket.write(connection.bytes);
};

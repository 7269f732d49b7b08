/*
 * Bodies of every size, cut in every way, sent to one server: each has to reach the handler once, with the very bytes that
 * were sent.
 */
import { http } from './client/http1.mjs';
import { bodyOf, requestOf, sha256 } from './requests.mjs';
import { startServer } from './server.mjs';
import { commands } from './settings.mjs';

const sizes = [150, 207, 1024, 16_384, 65_536, 100_000, 131_072, 900 * 1024];
const pieceCounts = [1, 2, 3, 4, 5, 6, 7];
const timings = ['together', 'head apart', 'apart'];
const connections = 4;
const account = '144115233775727695';

const deliveries = sizes.flatMap((size) =>
  pieceCounts.flatMap((pieces) =>
    timings.flatMap((timing) => [true, false].map((isChunked) => ({ size, pieces, timing, isChunked }))),
  ),
);

const describe = ({ size, pieces, timing, isChunked }) =>
  `${size} bytes in ${pieces}, ${timing}, ${isChunked ? 'chunked' : 'Content-Length'}`;

const plainReply = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';

/** Sends one, and gives what the handler has to get and what the client got. */
const send = async (port, [index, { size, ...how }]) => {
  const room = String(index);
  const body = bodyOf(size, { room, account });
  const { body: reply } = await http(port, requestOf({ command: commands.plain, body, ...how })).catch(
    ({ message }) => ({ body: message }),
  );
  return { room, reply, sha256: sha256(body), title: describe({ size, ...how }) };
};

/** What is wrong with one that was sent, or `undefined`. */
const problemOf = ({ room, reply, sha256: expected, title }, facts) => {
  const mine = facts.filter(({ handled }) => handled === room);
  if (reply !== plainReply) return `${title}: ${reply}`;
  if (mine.length !== 1) return `${title}: handled ${mine.length} times`;
  return mine[0].sha256 === expected && mine[0].account === account ? undefined : `${title}: not the bytes sent`;
};

/** A reply that says no more than that this machine was too busy: the body, or the handler, took longer than two seconds. */
const isLate = ({ reply }) => /"ErrorCode":(408|504)\}$/.test(reply);

/** How many were sent, how many were handled whole, and what is wrong with the others. */
export const tryBodies = async ({ runtime, file, env }) => {
  const server = await startServer({ runtime, file, env: { ...env, DEADLINE_MS: '1900' } });
  const sent = [];
  const waiting = [...deliveries.entries()];
  const sendAll = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, delivery] = next;
      const first = await send(server.port, [index, delivery]);
      sent.push(isLate(first) ? await send(server.port, [deliveries.length + index, delivery]) : first);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, sendAll));
    // The last reply may be here before the line that its handler has printed.
    const isPrinted = () => sent.every(({ room }) => server.facts.some(({ handled }) => handled === room));
    await server.waitFor(isPrinted, 2000);
    const problems = sent.map((one) => problemOf(one, server.facts)).filter(Boolean);
    return { sent: sent.length, handled: sent.length - problems.length, problems };
  } finally {
    await server.stop();
  }
};

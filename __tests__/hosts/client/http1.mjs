/* HTTP/1.1 over a bare socket, so that the client alone decides which bytes share a packet. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectSecurely } from 'node:tls';
import { gunzipSync } from 'node:zlib';

/** How long the client waits between two packets that are to arrive apart. */
const pauseMs = 3;
const timeoutMs = 6000;

const headOf = ({ url, headers, pieces, isChunked }) => {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const framing = isChunked ? ['Transfer-Encoding: chunked'] : [`Content-Length: ${length}`];
  const others = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`POST ${url} HTTP/1.1`, 'Host: 127.0.0.1', ...others, ...framing, '', ''].join('\r\n'));
};

const chunk = (piece) => Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);

/** The packets of a request: everything in one, the head in one of its own, or each piece in one of its own. */
const packetsOf = (request) => {
  const { pieces, isChunked, timing = 'together' } = request;
  const body = isChunked ? [...pieces.map(chunk), Buffer.from('0\r\n\r\n')] : pieces;
  if (timing === 'together') return [Buffer.concat([headOf(request), ...body])];
  return timing === 'head apart' ? [headOf(request), Buffer.concat(body)] : [headOf(request), ...body];
};

const send = async (socket, packets) => {
  for (const [index, packet] of packets.entries()) {
    if (index > 0) await sleep(pauseMs);
    if (!socket.writable) return;
    socket.write(packet);
  }
};

/** Joins the chunks of a chunked body; `undefined` while its last chunk is missing. */
const withoutChunks = (bytes) => {
  const chunks = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (lineEnd === -1 || lineEnd + 2 + size + 2 > bytes.length) return undefined;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
};

/** The reply in these bytes; `undefined` while it is incomplete. */
const replyIn = (bytes) => {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [statusLine, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const rest = bytes.subarray(headEnd + 4);
  const length = Number(headers['content-length'] ?? 0);
  const body =
    headers['transfer-encoding'] === 'chunked' ? withoutChunks(rest) : rest.length < length ? undefined : rest;
  if (body === undefined) return undefined;
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return { status: Number(statusLine.split(' ')[1]), body: plain.toString() };
};

const exchange = (open) => (port, request) =>
  new Promise((resolve, reject) => {
    const socket = open(port).setNoDelay();
    let received = Buffer.alloc(0);
    const finish = (settle, value) => {
      clearTimeout(timer);
      settle(value);
      socket.destroy();
    };
    const fail = (reason) => finish(reject, new Error(`${reason}; received ${JSON.stringify(received.toString())}`));
    const timer = setTimeout(() => fail(`no complete reply within ${timeoutMs} ms`), timeoutMs);
    socket
      .on('error', ({ message }) => fail(message))
      .on('close', () => fail('the connection was closed'))
      .on('data', (bytes) => {
        received = Buffer.concat([received, bytes]);
        const reply = replyIn(received);
        if (reply) finish(resolve, reply);
      });
    void send(socket, packetsOf(request));
  });

export const http = exchange((port) => connect(port, '127.0.0.1'));
export const https = exchange((port) => connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false }));

/* HTTP/2, each piece of the body in a frame of its own. */
import { once } from 'node:events';
import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const timeoutMs = 6000;

const exchange =
  (scheme) =>
  async (port, { url, headers, pieces, timing }) => {
    const session = connect(`${scheme}://127.0.0.1:${port}`, { rejectUnauthorized: false });
    const isBroken = once(session, 'close').then(() => {
      throw new Error('the session was closed before the reply was complete');
    });
    isBroken.catch(() => {});
    session.on('error', () => {});
    const timer = setTimeout(() => session.destroy(), timeoutMs);
    try {
      const stream = session.request({ ':method': 'POST', ':path': url, ...headers });
      for (const piece of pieces) {
        stream.write(piece);
        if (timing === 'apart') await sleep(3);
      }
      stream.end();
      const [{ ':status': status }] = await Promise.race([once(stream, 'response'), isBroken]);
      return { status, body: await Promise.race([text(stream), isBroken]) };
    } finally {
      clearTimeout(timer);
      session.destroy();
    }
  };

export const http2 = exchange('http');
export const http2Secure = exchange('https');

// Those who read the board while its benchmark runs: viewers, and clients that read it in a loop.
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, gunzipSync } from 'node:zlib';
import { percentile } from './board-events.mjs';

export const password = 'a password of the benchmark';

const Authorization = `Basic ${Buffer.from(`bench:${password}`).toString('base64')}`;

/** A viewer of the board, who receives it compressed; `sizes` has the bytes of each push before compression. */
const openViewer = (url, sizes, received) => {
  const headers = { Authorization, 'Accept-Encoding': 'gzip' };
  const viewer = get({ host: url.hostname, port: url.port, path: '/api/stream', headers, agent: false }, (response) => {
    if (response.statusCode !== 200) throw new Error(`A viewer is answered ${response.statusCode}.`);
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

/** Reads the board in a loop, compressed; the result stops it and resolves to how often it was read. */
export const hammer = (url, clients) => {
  const agent = new Agent({ keepAlive: true });
  const headers = { Authorization, 'Accept-Encoding': 'gzip' };
  const options = { host: url.hostname, port: url.port, path: '/api/board', headers, agent };
  const stopping = new AbortController();
  let reads = 0;

  const read = () =>
    new Promise((resolve, reject) => {
      const onResponse = (response) => {
        if (response.statusCode !== 200) reject(new Error(`The board answers ${response.statusCode}.`));
        response.resume().on('end', resolve);
      };
      get(options, onResponse).on('error', reject);
    });
  const client = async () => {
    while (!stopping.signal.aborted) {
      await read();
      reads += 1;
    }
  };
  const done = Promise.all(Array.from({ length: clients }, client));
  return async () => {
    stopping.abort();
    await done;
    agent.destroy();
    return reads;
  };
};

/** Viewers of the board; the result lets them go and resolves to the sizes of their pushes, before and after compression. */
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
      compressedBytes: received.bytes / sizes.length,
    };
  };
};

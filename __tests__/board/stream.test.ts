import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { boardStream, type BoardStream } from '../../example-app/src/stream';

describe("the board's stream", () => {
  let reads: number;
  let readBoard: () => Promise<string>;
  let stream: BoardStream;
  let server: Server;

  /** Opens the stream and collects what comes. */
  const watch = async () => {
    const request = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    return {
      response,
      said: async (part: string): Promise<void> => {
        while (!text.includes(part)) await sleep(5);
      },
      messages: () => text.split('\n\n').filter((message) => message.startsWith('event: ')),
      leave: async () => {
        request.destroy();
        await once(request, 'close');
      },
    };
  };

  beforeEach(async () => {
    reads = 0;
    readBoard = async () => `{"read":${(reads += 1)}}`;
    stream = boardStream(() => readBoard(), pino({ level: 'silent' }));
    server = createServer((_request, response) => stream.open(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    stream.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('begins with the board as it is', async () => {
    const watcher = await watch();
    await watcher.said('event: board\ndata: {"read":1}\n\n');
    expect(watcher.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
  });

  it('reads once for everybody, however many changes come at once', async () => {
    const watchers = [await watch(), await watch()];
    for (const watcher of watchers) await watcher.said('data');
    const before = reads;
    for (let change = 0; change < 100; change++) stream.push();
    await watchers[0]?.said(`{"read":${before + 1}}`);
    await watchers[1]?.said(`{"read":${before + 1}}`);
    expect(reads).toBe(before + 1);
  });

  it('shows the last of many changes', async () => {
    const watcher = await watch();
    for (let change = 0; change < 20; change++) {
      stream.push();
      await sleep(20);
    }
    readBoard = async () => '"last"';
    stream.push();
    await watcher.said('data: "last"');
    // 400 ms of changes are two or three pushes, not twenty.
    expect(watcher.messages().length).toBeLessThan(6);
  });

  it('reads nothing while nobody watches', async () => {
    for (let change = 0; change < 5; change++) stream.push();
    const watcher = await watch();
    await watcher.said('data');
    await watcher.leave();
    await sleep(300);
    const before = reads;
    stream.push();
    await sleep(50);
    expect({ before, reads }).toEqual({ before: 1, reads: 1 });
  });

  it('keeps a line break in the board from ending the message', async () => {
    readBoard = async () => 'one\ntwo\r\nthree\rfour';
    const watcher = await watch();
    await watcher.said('event: board\ndata: one\ndata: two\ndata: three\ndata: four\n\n');
  });

  it('tells when the board cannot be read, and goes on', async () => {
    const watcher = await watch();
    await watcher.said('event: board');
    readBoard = async () => {
      throw new Error('no database');
    };
    stream.push();
    await watcher.said('event: trouble');
    readBoard = async () => '"back"';
    stream.push();
    await watcher.said('data: "back"');
  });

  it('is closed when the app stops', async () => {
    const watcher = await watch();
    const ended = once(watcher.response, 'end');
    stream.close();
    await ended;
  });
});

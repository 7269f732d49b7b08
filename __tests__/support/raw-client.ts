import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A TCP connection that sends exactly what it is told, and waits for what it wants to read. */
export const rawClient = (port: number) => {
  const socket: Socket = connect(port, '127.0.0.1').setNoDelay();
  let received = '';
  socket.on('data', (bytes: Buffer) => (received += bytes.toString()));
  socket.on('error', () => {});

  return {
    socket,
    send: (text: string | Buffer) => new Promise<void>((resolve) => socket.write(text, () => resolve())),
    /** The bodies of the first `count` responses, as soon as they are there. */
    replies: async (count = 1): Promise<string[]> => {
      await until(() => bodiesIn(received).length >= count);
      return bodiesIn(received);
    },
    /** Everything received so far. */
    received: () => received,
  };
};

/** Waits for a condition, three seconds at the most. */
export const until = async (condition: () => boolean): Promise<void> => {
  for (const end = Date.now() + 3000; !condition(); await sleep(5)) {
    if (Date.now() > end) throw new Error('what the test waits for did not happen within three seconds');
  }
};

const bodiesIn = (text: string): string[] => {
  const head = /^HTTP\/1\.1 (\d+) [^]*?content-length: (\d+)[^]*?\r\n\r\n/i.exec(text);
  if (!head) return [];
  const [all, status, length] = head;
  const body = text.slice(all.length, all.length + Number(length));
  if (body.length < Number(length)) return [];
  return [status === '200' ? body : `status ${status}`, ...bodiesIn(text.slice(all.length + body.length))];
};

/** The head and body of a POST. */
export const rawPost = (target: string, body: string, headers: Record<string, string> = {}): string => {
  const fields = Object.entries({ Host: 'localhost', 'Content-Length': String(Buffer.byteLength(body)), ...headers });
  return `POST ${target} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
};

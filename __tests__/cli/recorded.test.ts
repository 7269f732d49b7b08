import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recorded, type RecordedRequest } from '../../lib/testing';

const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'day.ndjson');

const line = (more: object = {}): string =>
  `${JSON.stringify({
    version: 1,
    time: '2026-11-24T10:00:00.500Z',
    method: 'POST',
    path: '/hook?SdkAppid=1&CallbackCommand=Live.Url&Sign=…',
    headers: [['Content-Type', 'application/json']],
    body: '{"CallbackCommand":"Live.Body"}',
    reply: { status: 200, headers: [['X-A', '1']], body: '{}' },
    ms: 1.5,
    ...more,
  })}\n`;

const read = async (...lines: readonly string[]): Promise<RecordedRequest[]> => {
  writeFileSync(file, lines.join(''));
  const requests: RecordedRequest[] = [];
  for await (const request of recorded(file)) requests.push(request);
  return requests;
};

describe('recorded', () => {
  it('gives each request with its reply', async () => {
    expect(await read(line(), line({ reply: undefined, error: 'down', bodyCut: true }))).toEqual([
      {
        time: new Date('2026-11-24T10:00:00.500Z'),
        method: 'POST',
        path: '/hook?SdkAppid=1&CallbackCommand=Live.Url&Sign=…',
        headers: [['Content-Type', 'application/json']],
        body: '{"CallbackCommand":"Live.Body"}',
        isBodyCut: false,
        command: 'Live.Body',
        reply: { status: 200, headers: [['X-A', '1']], body: '{}' },
        ms: 1.5,
        error: undefined,
      },
      expect.objectContaining({ isBodyCut: true, reply: undefined, error: 'down' }),
    ]);
  });

  it('names the command by the body, or else by the URL in any of its spellings', async () => {
    const requests = await read(
      line({ body: '{}' }),
      line({ body: '[]', path: '/?a&webhookCOMMAND=Live.Old' }),
      line({ body: 'text', path: '/?notCallbackCommand=x' }),
      line({ body: '{"CallbackCommand":7}', path: '/CallbackCommand=x' }),
    );
    expect(requests.map(({ command }) => command)).toEqual(['Live.Url', 'Live.Old', undefined, undefined]);
  });

  it('gives bytes where a body is not UTF-8', async () => {
    const bytes = { body: '/wA=', bodyEncoding: 'base64' };
    const [request] = await read(line({ ...bytes, reply: { status: 200, headers: [], ...bytes } }));
    expect([request?.body, request?.reply?.body]).toEqual([Buffer.from([0xff, 0]), Buffer.from([0xff, 0])]);
  });

  it('reads lines of any length, and separators of lines in JSON', async () => {
    const long = 'é\u2028'.repeat(200_000);
    const requests = await read(line({ body: long }), '\r\n', line({ body: 'next' }));
    expect(requests.map(({ body }) => body)).toEqual([long, 'next']);
  });

  it('leaves a last line out that was cut while it was written', async () => {
    expect(await read(line(), line().slice(0, 40))).toHaveLength(1);
    expect(await read(line(), line().trimEnd())).toHaveLength(2);
    expect(await read('')).toEqual([]);
  });

  it('names the line that is no recorded request', async () => {
    await expect(read(line(), '{}\n')).rejects.toThrow(
      /^Line 2 is not a recorded request\. Remove the line, or record/,
    );
    await expect(read(line({ headers: [['a']] }))).rejects.toThrow('Line 1 is not a recorded request.');
    await expect(read(line(), line({ version: 2 }))).rejects.toThrow(
      'Line 2 has version 2 of the format, and this release reads version 1. Use the release that recorded it.',
    );
  });

  it('stops at a line without an end instead of filling the memory', async () => {
    writeFileSync(file, line());
    const part = 'x'.repeat(2 ** 24);
    for (let count = 0; count < 5; count++) appendFileSync(file, part);
    const reading = (async () => {
      for await (const { method } of recorded(file)) expect(method).toBe('POST');
    })();
    await expect(reading).rejects.toThrow('Line 2 is longer than 67108864 characters.');
  });

  it('fails with the reason when there is no such file, and for something that is no path', async () => {
    await expect(recorded(join(folder, 'none')).next()).rejects.toThrow('ENOENT');
    await expect(recorded(7 as never).next()).rejects.toThrow(
      new TypeError('recorded: file must be the path of a file. It is 7.'),
    );
  });
});

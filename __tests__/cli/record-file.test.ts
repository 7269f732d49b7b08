import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '../../lib/cli/client';
import { openRecording } from '../../lib/cli/record-file';
import { recorded } from '../../lib/testing';
import { cli, urlAt } from '../support/cli';
import { listening, plainAck } from '../support/receiver';
import { linesOf, newFile, recording } from '../support/recorder';

const warnings: string[] = [];
const open = (path: string, maxBytes = 1_000_000) => openRecording(path, maxBytes, (text) => warnings.push(text));
const numbered = (path: string, number: number) => path.replace('.ndjson', `.${number}.ndjson`);
const line = (text: string) => `{"version":1,"${text}"}`;

afterEach(() => warnings.splice(0));

describe('the file of a recording', () => {
  it('is readable by its owner only', () => {
    const path = newFile();
    open(path).close();
    expect(statSync(path).mode % 0o1000).toBe(0o600);
  });

  it('is continued in another one rather than made longer than its limit, also by the next run', () => {
    const path = newFile();
    // With its line feed, each has 20 bytes.
    const lines = ['a', 'b', 'c', 'd', 'e'].map((letter) => line(letter.repeat(3)));
    const limit = 40;
    expect(lines[0]).toHaveLength(19);
    const first = open(path, limit);
    for (const text of lines.slice(0, 3)) first.append(text);
    expect(first.path).toBe(numbered(path, 2));
    first.close();
    const second = open(path, limit);
    for (const text of lines.slice(3)) second.append(text);
    second.close();
    expect([path, numbered(path, 2), numbered(path, 3)].map(linesOf)).toEqual([
      lines.slice(0, 2),
      lines.slice(2, 4),
      lines.slice(4),
    ]);
    expect(existsSync(numbered(path, 4))).toBe(false);
  });

  it('holds a line that is longer than the limit, alone', () => {
    const path = newFile();
    const file = open(path, 10);
    file.append(line('long'));
    file.append(line('long'));
    file.close();
    expect([path, numbered(path, 2)].map(linesOf)).toEqual([[line('long')], [line('long')]]);
  });

  it.each([
    ['in its middle', `${line('a')}\n{"version":1,"b`, `${line('a')}\n`],
    ['at its start', '{"ver', ''],
    ['after many bytes', `${line('a')}\n${line('b'.repeat(200_000)).slice(0, -1)}`, `${line('a')}\n`],
  ])('loses a last line that was cut %s, and says so', (_where, before, after) => {
    const path = newFile();
    writeFileSync(path, before);
    const file = open(path);
    file.append(line('c'));
    file.close();
    expect(readFileSync(path, 'utf8')).toBe(`${after}${line('c')}\n`);
    expect(warnings).toEqual([`The last line of ${path} was cut while it was written, and has been removed.`]);
  });

  it('loses nothing when its last line is whole', () => {
    const path = newFile();
    writeFileSync(path, `${line('a')}\n`);
    open(path).close();
    expect(readFileSync(path, 'utf8')).toBe(`${line('a')}\n`);
    expect(warnings).toEqual([]);
  });

  it('is not one that holds something else', async () => {
    const path = newFile();
    writeFileSync(path, 'my diary');
    const { code, err } = await cli(['record', '--forward', urlAt(9), '--out', path]);
    expect({ code, err }).toEqual({
      code: 2,
      err: `error: ${path} exists and is no recording, so nothing is appended to it. Give another --out.`,
    });
    expect(readFileSync(path, 'utf8')).toBe('my diary');
    const missing = await cli(['record', '--forward', urlAt(9), '--out', '/no/such/folder/day.ndjson']);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.err).toMatch(/^error: The file cannot be written: ENOENT.*\. Give another --out\.$/);
  });

  const test = existsSync('/dev/full') ? it : it.skip;
  test('that cannot be written any more is reported once, and requests are still passed on', () =>
    listening(
      (_request, response) => response.end(plainAck),
      async (appPort) => {
        const errors: string[] = [];
        const { code, out } = await recording(
          urlAt(appPort),
          '/dev/full',
          async (port) => {
            for (let count = 0; count < 3; count++) {
              const reply = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
              expect(await reply.text()).toBe(plainAck);
            }
          },
          [],
          (text) => errors.push(text),
        );
        expect({ code, out }).toEqual({ code: 1, out: '3 requests, 0 without a reply of the app, 3 not recorded.' });
        expect(errors.filter((text) => text.startsWith('error'))).toEqual([
          expect.stringMatching(/^error: Recording has ended: ENOSPC.*\. Requests are still passed on\./),
        ]);
      },
    ));

  it(
    'is whole but for its last line when the process is killed, and has what was answered',
    () =>
      listening(
        (_request, response) => response.end(plainAck),
        async (appPort) => {
          const path = newFile();
          const bin = resolve(__dirname, '../../dist/cli/main.js');
          const args = ['record', '--port', '0', '--forward', urlAt(appPort), '--out', path, '--redact-accounts'];
          const child = spawn(process.execPath, [bin, ...args]);
          const [started] = (await once(createInterface({ input: child.stderr }), 'line')) as [string];
          const port = /http:\/\/[^/]*:(\d+) for /.exec(started)?.[1];
          const client = createClient(new URL(urlAt(0)), 5000);
          const body = JSON.stringify({ From_Account: 'somebody', Text: 'x'.repeat(20_000) });
          let answered = 0;
          const sendUntilKilled = async (): Promise<void> => {
            for (;;) {
              await client.post({ method: 'POST', url: `http://127.0.0.1:${port}/`, headers: {}, body });
              answered += 1;
              if (answered === 200) child.kill('SIGKILL');
            }
          };
          await Promise.all(Array.from({ length: 8 }, () => sendUntilKilled().catch(() => {})));
          client.close();
          if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
          expect(child.signalCode).toBe('SIGKILL');

          const lines = readFileSync(path, 'utf8').split('\n');
          for (const whole of lines.slice(0, -1)) expect(JSON.parse(whole)).toMatchObject({ version: 1 });
          expect(answered).toBeGreaterThanOrEqual(200);
          // The last element is the cut line, or empty.
          expect(lines.length - 1).toBeGreaterThanOrEqual(answered - 1);
          let readable = 0;
          for await (const { method } of recorded(path)) readable += method === 'POST' ? 1 : 0;
          expect(readable).toBe(lines.length - 1);
        },
      ),
    30_000,
  );
});

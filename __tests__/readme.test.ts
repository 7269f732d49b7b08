import { readFileSync } from 'node:fs';
import path from 'node:path';
import { liveWebhooks, type Outcome } from '../lib';
import { catalogue } from '../lib/commands';
import type { Command } from '../lib/commands/command';
import { failures } from '../lib/delivery/failure';

const readme = readFileSync(path.join(__dirname, '../README.md'), 'utf8');

/** The rows of the table whose first column is headed so, without the markup of their cells. */
const table = (heading: string): string[][] => {
  const lines = readme.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  const rows = lines.slice(start + 2, lines.indexOf('', start));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.replaceAll(/[`*]/g, '').trim()),
  );
};

describe('the README', () => {
  it('has every command, with its kind, its payload and its page', () => {
    const documented = table('command').map(([name, , kind, payload, page]) => [name, kind, payload, page]);
    const known = Object.entries<Command>(catalogue).map(([name, { kind, codec, page }]) => [
      name,
      kind,
      'name' in codec ? codec.name : undefined,
      `[${page}](https://trtc.io/document/${page})`,
    ]);
    expect(documented).toEqual(known);
  });

  it('says of every failure what to do about it, with its code', () => {
    const documented = table('failure');
    expect(documented.map(([type, code]) => [type, Number(code)])).toEqual(
      Object.entries(failures).map(([type, { code }]) => [`[${type}](docs/troubleshooting.md#${type})`, code]),
    );
    for (const [, , happens, advice] of documented) expect([happens, advice]).not.toContain('');
  });

  it('has every option that there is, and no other', () => {
    for (const [option] of table('option')) {
      // Each is known, so what is wrong with it is its value.
      expect(() => liveWebhooks({ sdkAppId: 1, handlers: {}, [option!]: 0 })).toThrow(new RegExp(`^${option} must`));
    }
    expect(table('option')).toHaveLength(13);
  });

  it('has every outcome', () => {
    // The compiler sees to it that this names every type, and no other.
    const types: Record<Outcome['type'], true> = {
      handled: true,
      queued: true,
      duplicate: true,
      ignored: true,
      unknown: true,
      refused: true,
      failed: true,
      late: true,
    };
    expect(table('type').map(([type]) => type)).toEqual(Object.keys(types));
  });

  it('quotes what the benchmark has measured', () => {
    const results = readFileSync(path.join(__dirname, '../bench/RESULTS.md'), 'utf8');
    const rows = results.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const ratioOf = (server: string) => rows.find(([, name]) => name === server)?.[3]?.split(' ')[0];
    expect(table('server').map(([, cpuTime]) => cpuTime)).toEqual(
      [
        'Express, constant reply',
        'ours in Express, signed',
        '`@octokit/webhooks` in Express',
        'ours in Express, signed, dedupe in memory',
        'Express, `express.json()`, five checks by hand',
        '`@line/bot-sdk` in Express',
        '`@api-ts/typed-express-router`, its Express 4',
        '`@slack/bolt`, ExpressReceiver',
      ].map(ratioOf),
    );
    expect(readme).toContain(`it takes ${ratioOf('ours as `node:http` listener, signed')}.`);
  });
});

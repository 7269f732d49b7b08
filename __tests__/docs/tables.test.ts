import { liveWebhooks, type Outcome } from '../../lib';
import { catalogue } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';
import { failures } from '../../lib/delivery/failure';
import { originals, read, tables } from './markdown';

/** The rows of the one table, on whichever page, whose first columns are headed so. */
const table = (...heading: readonly string[]): readonly (readonly string[])[] => {
  const found = originals
    .filter((page) => page !== 'example-app/README.md')
    .flatMap((page) => tables(read(page)))
    .filter(([head = []]) => heading.every((title, column) => head[column] === title));
  expect({ heading, tables: found.length }).toEqual({ heading, tables: 1 });
  return found[0]!.slice(1);
};

const plain = (cell = ''): string => cell.replaceAll(/[`*]/g, '');

/** The heading that a cell links to, on whichever page. */
const anchorIn = (cell = ''): string | undefined => /\]\([^)]*#(.*)\)$/.exec(cell)?.[1];

describe('the tables of the pages', () => {
  it('have every command, with its kind, its payload and its page', () => {
    const documented = table('command').map(([name, , kind, payload, page]) => [
      plain(name),
      plain(kind),
      plain(payload),
      page,
    ]);
    const known = Object.entries<Command>(catalogue).map(([name, { kind, codec, page }]) => [
      name,
      kind,
      'name' in codec ? codec.name : undefined,
      `[${page}](https://trtc.io/document/${page})`,
    ]);
    expect(documented).toEqual(known);
  });

  it('say of every failure what to do about it, with its code', () => {
    const documented = table('failure');
    expect(documented.map(([type, code]) => [anchorIn(type), Number(code)])).toEqual(Object.entries(failures));
    for (const [, , happens, advice] of documented) expect([happens, advice]).not.toContain('');
  });

  it('have every option that there is, and no other', () => {
    const options = table('option').map(([option]) => plain(option));
    for (const option of options) {
      // Each is known, so what is wrong with it is its value.
      expect(() => liveWebhooks({ sdkAppId: 1, handlers: {}, [option]: 0 })).toThrow(new RegExp(`^${option} must`));
    }
    expect(options).toHaveLength(15);
  });

  it('have every outcome', () => {
    // The compiler makes sure that this names every type, and no other.
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
    expect(table('type', 'means').map(([type]) => plain(type))).toEqual(Object.keys(types));
  });

  it('quote what the benchmark has measured', () => {
    const rows = tables(read('bench/RESULTS.md')).flat();
    const ratioOf = (server: string) => rows.find(([name]) => name === server)?.[2]?.split(' ')[0];
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
    const bare = `it takes ${ratioOf('ours as `node:http` listener, signed')}.`;
    expect(originals.filter((page) => read(page).includes(bare))).toHaveLength(1);
  });
});

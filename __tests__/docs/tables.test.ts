import { liveWebhooks, type LiveWebhooksOptions, type Outcome } from '../../lib';
import { catalogue } from '../../lib/commands';
import { failures } from '../../lib/delivery/failure';
import { tamperings } from '../../lib/testing';
import { cli } from '../support/cli';
import { originals, read, tables } from './markdown';

/** The rows of the one table, on whichever page, whose first columns are headed so. */
const table = (...heading: readonly string[]): readonly (readonly string[])[] => {
  const found = originals
    .filter((page) => page !== 'example-app/README.md' && page !== 'llms.txt')
    .flatMap((page) => tables(read(page)))
    .filter(([head = []]) => heading.every((title, column) => head[column] === title));
  expect({ heading, tables: found.length }).toEqual({ heading, tables: 1 });
  return found[0]!.slice(1);
};

const plain = (cell = ''): string => cell.replaceAll(/[`*]/g, '');

/** The heading that a cell links to, on whichever page. */
const anchorIn = (cell = ''): string | undefined => /\]\([^)]*#(.*)\)$/.exec(cell)?.[1];

describe('the tables of the pages', () => {
  it('have every command, with its kind and its page', () => {
    const documented = table('command', 'when').map(([name, when, kind, page]) => {
      expect(when).not.toBe('');
      return [plain(name), plain(kind), page];
    });
    const known = Object.entries(catalogue).map(([name, { kind, page }]) => [
      name,
      kind,
      `[${page}](https://trtc.io/document/${page})`,
    ]);
    expect(documented).toEqual(known);
  });

  it('have the commands for assistants as for people', () => {
    expect(tables(read('llms.txt'))).toEqual([tables(read('README.md'))[0]]);
  });

  it('say of every failure what to do about it, with its code', () => {
    const documented = table('failure');
    const known = Object.entries(failures).map(([type, { code }]) => [type, type, code]);
    expect(documented.map(([type, code]) => [/`(.*)`/.exec(type!)?.[1], anchorIn(type), Number(code)])).toEqual(known);
    for (const [, , happens, advice] of documented) expect([happens, advice]).not.toContain('');
  });

  it('have every option that there is, and no other', () => {
    // The compiler makes sure that this names every option, and no other.
    const options: Record<keyof LiveWebhooksOptions, true> = {
      sdkAppId: true,
      handlers: true,
      token: true,
      commands: true,
      fallback: true,
      dedupe: true,
      inbox: true,
      ignore: true,
      unknownCommands: true,
      onOutcome: true,
      onUnknownCommand: true,
      deadlineMs: true,
      clockToleranceSeconds: true,
      bodyLimitBytes: true,
      now: true,
    };
    expect(table('option', 'default').map(([option]) => plain(option))).toEqual(Object.keys(options));
    for (const option of Object.keys(options)) {
      // An option that is known is refused for its value.
      const wrong = { sdkAppId: 1, handlers: {}, token: false, [option]: Symbol('wrong') };
      expect(() => liveWebhooks(wrong as never)).toThrow(new RegExp(`^${option} must`));
    }
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

  it('have every way to tamper with a request, and the failure that it leads to', () => {
    const documented = table('`tamper`').map(([tampering, , failure]) => [plain(tampering), anchorIn(failure)]);
    expect(documented).toEqual(Object.entries(tamperings));
  });

  it('have every command of the command line, and every exit code', async () => {
    const { out: help } = await cli(['--help']);
    const commands = [...help.matchAll(/^ {2}([a-z-]+)(?= .*\s{2}| \[| <|$)/gm)].map(([, name]) => name);
    expect(table('command', 'does').map(([name]) => plain(name).split(' ')[0])).toEqual(
      commands.filter((name) => name !== 'help'),
    );
    const codes = [...help.matchAll(/^ {2}(\d) {2}(.*)$/gm)].map(([, code]) => code);
    expect(table('exit code').map(([code]) => code)).toEqual(codes);
  });

  it('quote what the benchmark has measured', () => {
    const rows = tables(read('bench/RESULTS.md')).flat();
    const ratioOf = (server: string) => rows.find(([name]) => name === server)?.[2]?.split(' ')[0];
    expect(table('server').map(([, cpuTime]) => cpuTime)).toEqual(
      [
        'Express, constant reply',
        'ours in Express, signed',
        'ours in Express, signed, dedupe in memory',
        '`@octokit/webhooks` in Express',
        'Express, `express.json()`, five checks by hand',
        '`@line/bot-sdk` in Express',
        '`@api-ts/typed-express-router`, its Express 4',
        '`@slack/bolt`, ExpressReceiver',
      ].map(ratioOf),
    );
    const byHand = 'Express, `express.json()`, five checks by hand';
    // The second table of the page with this row is that of the client that stays awake.
    const awake = (server: string) => rows.filter(([name]) => name === `${server} ÷ ${byHand}`)[1]?.[2]?.split(' ')[0];
    const page = read('docs/performance.md').replaceAll(/\s+/g, ' ');
    for (const sentence of [
      `it takes ${ratioOf('ours as `node:http` listener, signed')}.`,
      `it takes ${ratioOf('ours in Express 4, signed')}.`,
      `takes ${ratioOf('Express, the least by hand, signed')};`,
      `deadline, ${ratioOf('Express, our contract by hand, signed')}.`,
      `it takes ${awake('ours in Express, signed')}, and a constant reply ${awake('Express, constant reply')}.`,
    ]) {
      expect(page).toContain(sentence);
    }
  });
});

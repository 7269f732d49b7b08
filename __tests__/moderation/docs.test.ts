import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { headings, read } from '../docs/markdown';
import { embeddedDatabase } from '../support/embedded-database';
import { killAll, start, type OwnDatabase } from '../support/example-app';

const english = read('docs/moderation.md');
const chinese = read('docs/moderation.zh-CN.md');

/** The blocks of code of a page, one after the other. */
const codeOf = (page: string): readonly string[] =>
  [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, code = '']) => code);

describe('the page about moderation', () => {
  test('has the same headings, code and variables in Chinese', () => {
    const levels = (page: string) => headings(page).map(({ level }) => level);
    expect(levels(chinese)).toEqual(levels(english));
    expect(codeOf(chinese)).toEqual(codeOf(english));
    const names = (page: string) => new Set(page.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g));
    expect(names(chinese)).toEqual(names(english));
  });
});

describe('the commands of the page, as they stand', () => {
  let database: OwnDatabase;
  let app: Awaited<ReturnType<typeof start>>;
  const curls = codeOf(english).filter((code) => code.startsWith('curl'));

  const paste = async (command: string): Promise<unknown> => {
    const here = command.replace('http://127.0.0.1:3000', app.url);
    const { stdout } = await promisify(execFile)('sh', ['-c', here], { env: { PATH: process.env['PATH'] } });
    return JSON.parse(stdout);
  };

  beforeAll(async () => {
    database = await embeddedDatabase();
    const [, settings = ''] = /^(.*) npm start$/m.exec(english) ?? [];
    app = await start({
      ...database.settings,
      ...Object.fromEntries(settings.split(' ').map((one) => one.split('='))),
    });
  }, 60_000);
  afterAll(async () => {
    await killAll();
    await database?.drop();
  });

  test('play Chat, and then the Manager', async () => {
    const [chat = '', readSwitch = '', turnSwitch = '', list = '', remove = ''] = curls;
    expect(curls).toHaveLength(5);
    expect(await paste(chat)).toEqual(JSON.parse(/^The answer is `(.*)`/m.exec(english)?.[1] ?? ''));
    const state = { ActionStatus: 'OK', ErrorCode: 0, Enabled: true };
    expect(await paste(readSwitch)).toEqual(state);
    expect(await paste(turnSwitch)).toEqual(state);
    const page = (await paste(list)) as { readonly Data: readonly { readonly ContentId: string }[] };
    expect(page).toMatchObject({ TotalCount: 1, Data: [{ From_Account: 'jared', Content: 'red packet' }] });
    expect(await paste(remove)).toMatchObject({ DeletedCount: 0 });
    expect(await paste(remove.replace('the-ContentId-of-the-list', page.Data[0]!.ContentId))).toMatchObject({
      DeletedCount: 1,
    });
  }, 20_000);
});

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { liveWebhooks } from '../../lib';
import { urlAt } from '../support/cli';
import { listening } from '../support/receiver';

const repository = resolve(__dirname, '../..');
const bin = join(repository, 'dist/cli/main.js');
const sdkAppId = 1400000001;
const token = 'the-token-of-the-tests';

beforeAll(() => {
  if (!existsSync(bin)) throw new Error('There is no dist/cli/main.js. Run `npm run build` first.');
});

const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const child = spawn(process.execPath, [bin, ...args], { env: { PATH: process.env['PATH'], ...env } });
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done) => child.once('exit', done)),
  ]);
  return { child, ended: ended.then(([out, err, code]) => ({ out, err, code })) };
};
const run = (args: readonly string[], env?: NodeJS.ProcessEnv) => start(args, env).ended;

const webhooks = liveWebhooks({ sdkAppId, token, handlers: {} });

describe('the program that npx runs', () => {
  it('takes its identity from the environment', () =>
    listening(webhooks, async (port) => {
      const { out, err, code } = await run(['send', urlAt(port), 'Live.CallbackAfterCreateRoom'], {
        SDK_APP_ID: String(sdkAppId),
        TENCENT_WEBHOOK_TOKEN: token,
      });
      expect({ err, code }).toEqual({ err: '', code: 0 });
      expect(out).toContain('This is the reply Tencent demands.');
    }));

  it('exits with the codes 1, 2 and 3 that its help lists', async () => {
    const { out } = await run(['--help']);
    expect(out).toMatch(/Exit codes:\n +0 .*\n +1 .*\n +2 .*\n +3 .*\n$/);
    const identity = ['--sdk-app-id', String(sdkAppId)];
    await listening(
      (_request, response) => response.end('{}'),
      async (port) => {
        const { code } = await run(['send', urlAt(port), 'Live.CallbackAfterCreateRoom', ...identity]);
        expect(code).toBe(1);
      },
    );
    expect(await run(['send'])).toMatchObject({ code: 2, out: '' });
    // Port 9 is for discarding, and closed nearly everywhere.
    expect(await run(['send', urlAt(9), 'Live.CallbackAfterCreateRoom', ...identity])).toMatchObject({
      code: 3,
      out: '',
    });
  });

  it('asks for a verb when there is none, and suggests the nearest to a misspelt one', async () => {
    expect(await run([])).toMatchObject({ code: 2, out: '' });
    expect((await run(['sned'])).err).toBe("error: unknown command 'sned'\n(Did you mean send?)\n");
  });

  it('has the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
    expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('ends silently when the reader of its output ends', async () => {
    const child = spawn('sh', ['-c', `"${process.execPath}" "${bin}" list | head -n 1`]);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(out.split('\n')).toHaveLength(2);
    expect(err).toBe('');
  });

  it('writes plain text into a pipe', async () => {
    // eslint-disable-next-line no-control-regex
    expect((await run(['list'])).out + (await run(['sned'])).err).not.toMatch(/\x1b/);
  });

  it('does not print a token that was given to a misspelt option', async () => {
    for (const args of [
      [`--tokn=${token}`],
      [`--tokn=a 'quoted' ${token}`],
      ['list', `--token=${token}`],
      ['send', 'x', 'y', `--toke=${token}`],
    ]) {
      const { code, out, err } = await run(args);
      expect(code).toBe(2);
      expect(out + err).not.toContain(token);
    }
  });

  it('takes the token off the list of processes, and ends with a summary at Ctrl-C', () =>
    listening(webhooks, async (port) => {
      const identity = ['--sdk-app-id', String(sdkAppId), '--token', token];
      const { child, ended } = start(['simulate', urlAt(port), ...identity, '--rate', '20']);
      await new Promise((said) => child.stderr.once('data', said));
      await sleep(500);
      const commandLine = `/proc/${child.pid}/cmdline`;
      // Other systems have no such file.
      const shown = existsSync(commandLine) ? readFileSync(commandLine, 'utf8') : 'tencent-live-webhooks';
      child.kill('SIGINT');
      const { out, err, code } = await ended;
      expect(code).toBe(0);
      expect(out).toMatch(/\nEvery reply was the one Tencent demands\.\n$/);
      expect(shown).toContain('tencent-live-webhooks');
      expect(shown + out + err).not.toContain(token);
    }));

  it('is not loaded by those who only receive webhooks', async () => {
    const list =
      'require("./dist/index.js"); require("./dist/testing"); console.log(Object.keys(require.cache).join("\\n"))';
    const child = spawn(process.execPath, ['-e', list], { cwd: repository });
    const loaded = await text(child.stdout);
    expect(loaded).toContain(join('dist', 'live-webhooks.js'));
    expect(loaded).not.toMatch(/commander|dist.cli/);
  });
});

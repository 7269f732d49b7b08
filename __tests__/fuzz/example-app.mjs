import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Memory is measured after a garbage collection, so that it only counts what the app still holds.
const onMessage = 'process.on("message", () => { gc(); gc(); process.send(process.memoryUsage()); })';

/** Starts the built example app on a database of its own. It is killed when this process ends. */
export const startExampleApp = async ({ sdkAppId, token }) => {
  const directory = mkdtempSync(join(tmpdir(), 'random-requests-'));
  const child = fork(new URL('../../example-app/dist/main.js', import.meta.url), {
    execArgv: ['--expose-gc', `--import=data:text/javascript,${onMessage}`],
    env: {
      PORT: 0,
      LOG_LEVEL: 'silent',
      DEMO: 'off',
      DATA_DIR: directory,
      SDK_APP_ID: sdkAppId,
      TENCENT_WEBHOOK_TOKEN: token,
    },
    silent: true,
  });
  const problems = [];
  child.stderr.on('data', (bytes) => problems.push(`The app wrote to stderr: ${bytes}`));
  child.once('exit', (code, signal) => assert.fail(`The app ended: ${code ?? signal}. ${problems.join()}`));
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  const address = /(?:localhost|127\.0\.0\.1):(\d+)/;
  let printed = '';
  while (!address.test(printed)) printed += (await once(child.stdout, 'data')).toString();

  return {
    port: Number(address.exec(printed)[1]),
    problems,
    measureMemory: async () => {
      child.send('measure');
      const [{ rss, heapUsed, external }] = await once(child, 'message');
      return { 'held KiB': Math.round((heapUsed + external) / 1024), 'resident KiB': Math.round(rss / 1024) };
    },
    stop: async () => {
      child.removeAllListeners('exit').kill('SIGTERM');
      const [code] = await once(child, 'close', { signal: AbortSignal.timeout(5000) });
      return code;
    },
  };
};

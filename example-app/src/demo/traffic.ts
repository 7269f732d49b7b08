import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config';

/** When this process is killed, the channel between the two closes. */
const endWithParent = '--import=data:text/javascript,process.once("disconnect",process.exit)';

/** Plays made-up rooms to the callback URL, with the package's own simulator, until it is stopped. */
export const playDemo = (callbackUrl: string, { sdkAppId, token }: Config, logger: Logger): { stop(): void } => {
  const simulator = join(dirname(require.resolve('tencent-live-webhooks/package.json')), 'dist/cli/main.js');
  const play = [endWithParent, simulator, 'simulate', callbackUrl, '--rooms', '4', '--rate', '5'];
  const child = spawn(process.execPath, play, {
    env: { ...process.env, SDK_APP_ID: String(sdkAppId), ...(token !== false && { TENCENT_WEBHOOK_TOKEN: token }) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const logEnd = (why: unknown): void =>
    logger.warn({ why }, 'the demo traffic has ended; the board goes on without it');
  child.once('error', logEnd);
  child.once('exit', (code, signal) => logEnd(signal ?? code));
  return {
    stop: () => {
      child.removeAllListeners('exit');
      child.kill();
    },
  };
};

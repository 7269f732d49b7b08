import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config';

/** Plays made-up rooms to this app, with the package's own simulator, until it is stopped. */
export const playDemo = (callbackUrl: string, { sdkAppId, token }: Config, logger: Logger): { stop(): void } => {
  const child = spawn(process.execPath, [simulator(), 'simulate', callbackUrl, '--rooms', '4', '--rate', '5'], {
    env: { ...process.env, SDK_APP_ID: String(sdkAppId), TENCENT_WEBHOOK_TOKEN: token },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const sayEnd = (why: unknown): void => logger.warn({ why }, 'the demo has ended; the board goes on without it');
  child.once('error', sayEnd);
  child.once('exit', (code, signal) => sayEnd(signal ?? code));
  return {
    stop: () => {
      child.removeAllListeners('exit');
      child.kill();
    },
  };
};

const simulator = (): string => {
  const path = require.resolve('tencent-live-webhooks/package.json');
  // eslint-disable-next-line
  const { bin } = require(path) as { bin: Record<string, string> };
  return join(dirname(path), bin['tencent-live-webhooks'] ?? '');
};

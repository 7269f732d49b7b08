import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import { callbackUrl, numberBetween } from './arguments';
import { UsageError } from './errors';
import { exitCodes, type ExitCode, type Output } from './io';
import { createAccountRedactor } from './record-accounts';
import { openRecording, type RecordingFile } from './record-file';
import { createLine, type Exchange } from './record-line';
import { createProxy } from './record-proxy';

interface RecordOptions {
  readonly port: number;
  readonly host: string;
  readonly forward: URL;
  readonly out: string;
  readonly redactAccounts?: boolean;
  readonly maxMb: number;
}

export const addRecord = (program: Command, io: Output, end: (code: ExitCode) => void): void => {
  program
    .command('record')
    .description('pass requests on to your app, answer with its replies, and write both into a file')
    .requiredOption('--forward <url>', 'the callback URL of your app', callbackUrl)
    .requiredOption('--out <file>', 'the file that one line for each request is appended to')
    .option('--port <number>', 'the port to listen on; 0 for any', numberBetween(0, 65_535), 4000)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--redact-accounts', 'replace the accounts of users by pseudonyms in the file')
    .option('--max-mb <size>', 'continue in another file beyond so many megabytes', numberBetween(1, 1_000_000), 100)
    .action(async (options: RecordOptions) => end(await record(options, io)));
};

/** The most connections at once. Each may hold a body. */
const maxConnections = 1000;

/** Tencent keeps its connections open, and the side that closes an idle one may do so during the next request. */
const keepAliveTimeoutMs = 65_000;

/** Records until the user interrupts, then prints a summary. */
const record = async (options: RecordOptions, io: Output): Promise<ExitCode> => {
  const { port, host, forward, out, redactAccounts = false, maxMb } = options;
  if (forward.username !== '' || forward.password !== '') {
    throw new UsageError('--forward cannot have a user name or a password: requests are passed on as they are.');
  }
  const file = openRecording(out, maxMb * 1_000_000, (text) => io.err(text));
  const recorder = createRecorder(file, redactAccounts, io);
  const proxy = createProxy(forward, recorder.add);
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, proxy.listener);
  server.maxConnections = maxConnections;
  try {
    await listen(server, port, host);
    const { address, family, port: actualPort } = server.address() as AddressInfo;
    const origin = `http://${family === 'IPv6' ? `[${address}]` : address}:${actualPort}`;
    io.err(`Recording ${origin} for ${forward.href} into ${out}. Press Ctrl-C to stop.`);
    const timer = setInterval(() => io.progress(recorder.describe()), 1000);
    const stopped = io.interrupted();
    if (!stopped.aborted) await once(stopped, 'abort');
    clearInterval(timer);
    server.close();
    await proxy.stop();
    server.closeAllConnections();
  } finally {
    file.close();
  }
  io.progress('');
  io.out(`${recorder.describe()}.`);
  return recorder.isComplete() ? exitCodes.ok : exitCodes.failed;
};

const listen = async (server: Server, port: number, host: string): Promise<void> => {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new UsageError(
      `The address cannot be listened on: ${(error as Error).message}. Give another --port or --host.`,
    );
  }
};

const createRecorder = (file: RecordingFile, redactAccounts: boolean, io: Output) => {
  const redact = redactAccounts ? createAccountRedactor() : <Texts>(texts: Texts): Texts => texts;
  let requests = 0;
  let withoutReply = 0;
  let lost = 0;

  return {
    add: (exchange: Exchange): void => {
      requests += 1;
      if (exchange.error !== undefined) withoutReply += 1;
      try {
        // A disk that is full now may have space again for the next line, but a part of this one may be in the file.
        if (lost > 0) lost += 1;
        else file.append(createLine(exchange, redact));
      } catch (error) {
        lost += 1;
        io.err(
          `error: Recording has ended: ${(error as Error).message}. Requests are still passed on. Fix it and start again.`,
        );
      }
    },
    describe: (): string =>
      `${requests} requests, ${withoutReply} without a reply of the app${lost > 0 ? `, ${lost} not recorded` : ''}`,
    isComplete: (): boolean => lost === 0,
  };
};

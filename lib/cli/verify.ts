import { InvalidArgumentError, type Command } from 'commander';
import { isRight } from 'fp-ts/Either';
import { createAuthenticator } from '../delivery/authenticate';
import { readEnvelope } from '../delivery/envelope';
import { checkEnvelope, clockToleranceSeconds } from './check-signature';
import { UsageError } from './errors';
import { exitCodes, type ExitCode, type Output } from './io';
import { assertToken, sdkAppIdOption, tokenOption } from './arguments';

export interface VerifyOptions {
  readonly sdkAppId?: string;
  readonly token?: readonly string[];
  /** When the request arrived, in Unix milliseconds. */
  readonly at?: number;
  readonly json?: boolean;
}

export const addVerify = (program: Command, io: Output, end: (code: ExitCode) => void): void => {
  program
    .command('verify')
    .description('check whether the URL of a request is correctly signed, and explain what is wrong when it is not')
    .argument('<url>', "the request's URL with its query string, in quotes")
    .addOption(sdkAppIdOption())
    .addOption(
      tokenOption(', repeated for several').argParser((token, previous?: readonly string[]) => [
        ...(previous ?? []),
        token,
      ]),
    )
    .option('--at <time>', 'when the request arrived: Unix seconds, or 2026-11-22T10:00:00Z. Default: now', parseTime)
    .option('--json', 'print the result as JSON')
    .action((url: string, options: VerifyOptions) => end(verify(url, options, io)));
};

const parseTime = (text: string): number => {
  const milliseconds = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw new InvalidArgumentError('Give Unix seconds, or a time such as 2026-11-22T10:00:00Z.');
};

/** Checks each part of a signed URL. The exit code is 0 only when the middleware would accept the request. */
export const verify = (url: string, options: VerifyOptions, io: Output): ExitCode => {
  const { token: tokens = [], at = Date.now(), json = false } = options;
  if (tokens.length === 0) throw new UsageError('A token is needed: give --token or set TENCENT_WEBHOOK_TOKEN.');
  for (const token of tokens) assertToken(token);
  if (!url.includes('?')) throw new UsageError('The URL has no query string: give the whole URL of a request.');
  if (!url.includes('&')) {
    throw new UsageError(
      'The URL ends in the middle of its query string: put it in quotes, because a shell ends it at &.',
    );
  }

  // These are the middleware's own stages, so the result is the middleware's.
  const read = readEnvelope({ method: 'POST', url });
  const envelope = isRight(read) ? read.right : undefined;
  const sdkAppId = Number(options.sdkAppId ?? envelope?.sdkAppId);
  const authenticate = createAuthenticator({ sdkAppId, tokens, clockToleranceSeconds });
  const authenticated = isRight(read) ? authenticate(read.right, new Date(at)) : read;
  const failure = isRight(authenticated) ? undefined : authenticated.left;
  const findings = envelope ? checkEnvelope(envelope, { ...options, tokens, at }) : [];
  const isAccepted = failure === undefined;

  if (json) io.json({ isAccepted, failure: failure && { type: failure.type, message: failure.message }, findings });
  else {
    io.out(
      ...findings.map(({ ok, message }) => `${ok ? 'ok' : 'no'}  ${message}`),
      isAccepted ? 'It would be accepted.' : `It would be refused as ${failure.type}: ${failure.message}`,
    );
  }
  return isAccepted ? exitCodes.ok : exitCodes.failed;
};

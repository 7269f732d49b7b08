import { InvalidArgumentError, type Command } from 'commander';
import { isRight } from 'fp-ts/Either';
import { createAuthenticator } from '../delivery/authenticate';
import { readEnvelope } from '../delivery/envelope';
import { clockToleranceSeconds, findingsOn } from './findings';
import { checkToken, sdkAppIdOption, tokenOption } from './identity';
import { exitCodes, type ExitCode, type Io } from './io';
import { Usage } from './usage';

export interface VerifyOptions {
  readonly sdkAppId?: string;
  readonly token?: readonly string[];
  /** When the request arrived, in Unix milliseconds. */
  readonly at?: number;
  readonly json?: boolean;
}

export const addVerify = (program: Command, io: Io, end: (code: ExitCode) => void): void => {
  program
    .command('verify')
    .description('say whether the URL of a request is rightly signed, and what is wrong when it is not')
    .argument('<url>', "the request's URL with its query string, in quotes")
    .addOption(sdkAppIdOption())
    .addOption(
      tokenOption(', repeated for several').argParser((token, earlier?: readonly string[]) => [
        ...(earlier ?? []),
        token,
      ]),
    )
    .option('--at <time>', 'when it arrived: Unix seconds, or 2026-11-22T10:00:00Z; otherwise now', time)
    .option('--json', 'print the result as JSON')
    .action((url: string, options: VerifyOptions) => end(verify(url, options, io)));
};

const time = (text: string): number => {
  const milliseconds = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw new InvalidArgumentError('Give Unix seconds, or a time such as 2026-11-22T10:00:00Z.');
};

/** Says of everything that a signature hangs on whether it is right. Fine only when the middleware would accept it. */
export const verify = (url: string, options: VerifyOptions, io: Io): ExitCode => {
  const { token: tokens = [], at = Date.now(), json = false } = options;
  if (tokens.length === 0) throw new Usage('Without a token no signature fits: give --token or TENCENT_WEBHOOK_TOKEN.');
  for (const token of tokens) checkToken(token);
  if (!url.includes('&'))
    throw new Usage('The URL ends before its query string does: put it in quotes, for a shell ends it at &.');

  // The middleware's own stages: what they say here, they say there.
  const read = readEnvelope({ method: 'POST', url });
  const envelope = isRight(read) ? read.right : undefined;
  const sdkAppId = Number(options.sdkAppId ?? envelope?.sdkAppId);
  const authenticate = createAuthenticator({ sdkAppId, tokens, clockToleranceSeconds, now: () => at });
  const authenticated = isRight(read) ? authenticate(read.right) : read;
  const failure = isRight(authenticated) ? undefined : authenticated.left;
  const findings = envelope ? findingsOn(envelope, { ...options, tokens, at }) : [];
  const isAccepted = failure === undefined;
  const verdict = isAccepted ? 'It would be accepted.' : `It would be refused as ${failure.type}: ${failure.message}`;

  io.out(
    json
      ? JSON.stringify(
          { isAccepted, failure: failure && { type: failure.type, message: failure.message }, findings },
          undefined,
          2,
        )
      : [...findings.map(({ isFine, says }) => `${isFine ? 'ok' : 'no'}  ${says}`), verdict].join('\n'),
  );
  return isAccepted ? exitCodes.fine : exitCodes.failed;
};

import { Option, type Command } from 'commander';
import type { FailureType } from '../delivery/failure';
import type { Ack } from '../delivery/outcome';
import { signedRequest, tamperings, type SignedRequest, type Tampering } from '../testing';
import { readData, withCommand, withFields } from './body';
import { createClient, type Reply } from './client';
import { NoResponseError, UsageError } from './errors';
import { exitCodes, type ExitCode, type Output } from './io';
import { assertCommand, assertToken, callbackUrl, sdkAppIdOption, tokenOption, type Identity } from './arguments';
import { checkContent, checkReply } from './reply';

export interface SendOptions extends Identity {
  readonly data?: string;
  readonly set?: readonly string[];
  readonly tamper?: Tampering;
  readonly json?: boolean;
}

export const addSend = (program: Command, io: Output, end: (code: ExitCode) => void): void => {
  program
    .command('send')
    .description('send one webhook as Tencent does, and check whether the reply is the one Tencent demands')
    .argument('<url>', 'the callback URL of the server', callbackUrl)
    .argument('<command>', 'such as Live.CallbackBeforeSendGift; see list. Any name with --data')
    .addOption(sdkAppIdOption().makeOptionMandatory())
    .addOption(tokenOption())
    .option(
      '--data <json>',
      "the body: JSON, @file, or - for standard input. <command> is added as its CallbackCommand unless it has one. Default: Tencent's sample",
    )
    .option('--set <key=value>', 'set a field: GiftWater.Coins=9000; may be repeated', collect)
    .addOption(new Option('--tamper <way>', 'break the request on purpose').choices(Object.keys(tamperings)))
    .option('--json', 'print the result as JSON')
    .action(async (url: URL, command: string, options: SendOptions) => end(await send(url, command, options, io)));
};

const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

/** Longer than Tencent waits, so that the result can include how late a reply is. */
const timeoutMs = 10_000;

interface Result {
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly ms?: number;
  /** The body of the reply as received. */
  readonly body?: string;
  readonly ack?: Ack | undefined;
  /** The failure to which `--tamper` should lead. */
  readonly expectedFailure?: FailureType | undefined;
  /** Whether Tencent accepts the form of the reply, whatever its content is. */
  readonly hasMandatedForm: boolean;
  /** One sentence for each way in which the form or the content of the reply is wrong. */
  readonly problems: readonly string[];
}

/** Sends one request and reports whether the reply has the form that Tencent demands and the content to be expected. */
export const send = async (url: URL, command: string, options: SendOptions, io: Output): Promise<ExitCode> => {
  assertToken(options.token);
  const request = await buildRequest(url, command, options, io);
  const client = createClient(url, timeoutMs);
  const result: Result = {
    method: request.method,
    url: request.url,
    expectedFailure: options.tamper && tamperings[options.tamper],
    ...(await client.post(request).then((reply) => check(reply, command, options.tamper), explainNoResponse)),
  };
  client.close();
  if (options.json) io.json(result);
  else io.out(...describe(result));
  return result.problems.length === 0 ? exitCodes.ok : exitCodes.failed;
};

const buildRequest = async (url: URL, command: string, options: SendOptions, io: Output): Promise<SignedRequest> => {
  const { sdkAppId, token, data, set = [], tamper } = options;
  if (data === undefined) assertCommand(command);
  const given = data === undefined ? signedRequest({ sdkAppId, command }).body : await readData(data, io);
  const body = withFields(withCommand(given, command), set);
  try {
    return signedRequest({ sdkAppId, command, body, token, tamper, url: url.href });
  } catch (error) {
    throw new UsageError((error as Error).message.replace('signedRequest: tamper', '--tamper'), { cause: error });
  }
};

const check = (reply: Reply, command: string, tampering: Tampering | undefined) => {
  const { ack, faults } = checkReply(reply);
  const problems = [...faults, ...(ack ? checkContent(ack, command, tampering) : [])];
  return { ...reply, ack, hasMandatedForm: faults.length === 0, problems };
};

const explainNoResponse = (error: unknown) => {
  if (!(error instanceof NoResponseError)) throw error;
  return { hasMandatedForm: false, problems: [`There is no reply: ${error.message}.`] };
};

const describe = (result: Result): readonly string[] => {
  const { method, url, status, ms, body = '', expectedFailure, problems } = result;
  return [
    `${method} ${url}`,
    ...(status === undefined ? [] : [`HTTP ${status} in ${ms} ms`, body]),
    ...(expectedFailure
      ? [`The request was broken on purpose. The server should refuse it as ${expectedFailure}.`]
      : []),
    verdict(result),
    ...problems,
  ];
};

/** The exit code is 0 with the first of these sentences only. */
const verdict = ({ hasMandatedForm, problems }: Result): string => {
  if (problems.length === 0) return 'This is the reply Tencent demands.';
  return hasMandatedForm
    ? 'The reply has the form Tencent demands, but not the expected content.'
    : 'This is not the reply Tencent demands.';
};

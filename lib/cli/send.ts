import { Option, type Command } from 'commander';
import type { FailureType } from '../delivery/failure';
import type { Ack } from '../delivery/outcome';
import { signedRequest, tamperings, type SignedRequest, type Tampering } from '../testing';
import { assess } from './acknowledgement';
import { readData, withCommand, withFields } from './body';
import { checkToken, sdkAppIdOption, tokenOption, type Identity } from './identity';
import { exitCodes, type ExitCode, type Output } from './io';
import { checkCommand } from './known-command';
import { objectionsTo } from './expectation';
import { poster, Unanswered, type Reply } from './post';
import { callbackUrl, Usage } from './usage';

export interface SendOptions extends Identity {
  readonly data?: string;
  readonly set?: readonly string[];
  readonly tamper?: Tampering;
  readonly json?: boolean;
}

export const addSend = (program: Command, io: Output, end: (code: ExitCode) => void): void => {
  program
    .command('send')
    .description('send one webhook as Tencent does, and say whether the reply is the one Tencent demands')
    .argument('<url>', 'the callback URL of the server', callbackUrl)
    .argument('<command>', 'such as Live.CallbackBeforeSendGift; see list. With --data, any')
    .addOption(sdkAppIdOption().makeOptionMandatory())
    .addOption(tokenOption())
    .option(
      '--data <json>',
      "the body: JSON, @file, or - for standard input; without CallbackCommand it gets the command's name. Otherwise Tencent's sample",
    )
    .option('--set <key=value>', 'set a field: GiftWater.Coins=9000; may be repeated', collect)
    .addOption(new Option('--tamper <way>', 'break the request').choices(Object.keys(tamperings)))
    .option('--json', 'print the result as JSON')
    .action(async (url: URL, command: string, options: SendOptions) => end(await send(url, command, options, io)));
};

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

/** How long a reply is waited for: longer than Tencent does, to be able to tell how late it is. */
const patienceMs = 10_000;

/** What came of a request. */
interface Result {
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly ms?: number;
  /** The reply's body as received. */
  readonly body?: string;
  readonly ack?: Ack | undefined;
  /** Of a request that was broken on purpose: why it should be refused. */
  readonly expectedFailure?: FailureType | undefined;
  /** Whether it is the reply that Tencent demands, whatever it says. */
  readonly isMandated: boolean;
  /** What is wrong with the reply, or with what it says, a sentence each. */
  readonly objections: readonly string[];
}

/** Sends one request and says what came of it. */
export const send = async (url: URL, command: string, options: SendOptions, io: Output): Promise<ExitCode> => {
  checkToken(options.token);
  const request = await requestOf(url, command, options, io);
  const server = poster(url, patienceMs);
  const result: Result = {
    method: request.method,
    url: request.url,
    expectedFailure: options.tamper && tamperings[options.tamper],
    ...(await server.post(request).then((reply) => judged(reply, command, options.tamper), unanswered)),
  };
  server.close();
  if (options.json) io.json(result);
  else io.out(...described(result));
  return result.objections.length === 0 ? exitCodes.fine : exitCodes.failed;
};

const requestOf = async (url: URL, command: string, options: SendOptions, io: Output): Promise<SignedRequest> => {
  const { sdkAppId, token, data, set = [], tamper } = options;
  if (data === undefined) checkCommand(command);
  const given = data === undefined ? signedRequest({ sdkAppId, command }).body : await readData(data, io);
  try {
    return signedRequest({
      sdkAppId,
      command,
      body: withFields(withCommand(given, command), set),
      token,
      tamper,
      url: url.href,
    });
  } catch (error) {
    throw error instanceof TypeError ? new Usage(error.message) : error;
  }
};

const judged = (reply: Reply, command: string, tamper: Tampering | undefined) => {
  const { ack, faults } = assess(reply);
  const objections = [...faults, ...(ack ? objectionsTo(ack, command, tamper) : [])];
  return { ...reply, ack, isMandated: faults.length === 0, objections };
};

const unanswered = (error: unknown) => {
  if (!(error instanceof Unanswered)) throw error;
  return { isMandated: false, objections: [`There is no reply: ${error.message}.`] };
};

const described = ({ method, url, status, ms, body = '', expectedFailure, ...result }: Result): readonly string[] => [
  `${method} ${url}`,
  ...(status === undefined ? [] : [`HTTP ${status} in ${ms} ms`, body]),
  ...(expectedFailure ? [`It was broken on purpose, to be refused as ${expectedFailure}.`] : []),
  verdictOn(result),
  ...result.objections,
];

/** Agrees with the exit code: only the first sentence goes with 0. */
const verdictOn = ({ isMandated, objections }: Pick<Result, 'isMandated' | 'objections'>): string => {
  if (objections.length === 0) return 'This is the reply Tencent demands.';
  return isMandated
    ? 'The reply has the form Tencent demands, but not the expected content.'
    : 'This is not the reply Tencent demands.';
};

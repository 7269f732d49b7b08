import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { StartupError } from './startup-error';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface Config {
  /** Where the callback URL listens: the address, and the port. */
  readonly host: string;
  readonly port: number;
  /** Where the page and the metrics listen; by default at the same place, as long as that is this machine only. */
  readonly boardHost: string;
  readonly boardPort: number;
  /** The password for the page and the metrics; undefined only in the demo. */
  readonly boardPassword: string | undefined;
  readonly sdkAppId: number;
  /** `false`: requests are not authenticated beyond their SDKAppID. */
  readonly token: string | false;
  readonly logLevel: (typeof logLevels)[number];
  /** How many events and how many deliveries are kept at most; none longer than a week. */
  readonly keepRows: number;
  /** The most that one gift may cost. */
  readonly giftLimitCoins: number;
  /** PostgreSQL. Without one, the embedded database is used. */
  readonly databaseUrl: string | undefined;
  /** The folder of the embedded database. */
  readonly dataDirectory: string;
  readonly redisUrl: string | undefined;
  /** Whether events are queued before they are acknowledged: in Redis where there is one, else in PostgreSQL. */
  readonly isQueued: boolean;
  /** Whether made-up traffic is played, so that there is something to see. */
  readonly isDemo: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. Throws {@link StartupError} at the first wrong one; an empty one is wrong, not absent. */
export const readConfig = (env: Environment): Config => {
  const isDemo = (oneOf(env, 'DEMO', ['on', 'off']) ?? (env['SDK_APP_ID'] === undefined ? 'on' : 'off')) === 'on';
  const databaseUrl = urlOf(env, 'DATABASE_URL', ['postgres', 'postgresql'], 'postgres://user@localhost:5432/live');
  const redisUrl = urlOf(env, 'REDIS_URL', ['redis', 'rediss'], 'redis://localhost:6379');
  if (redisUrl !== undefined && databaseUrl === undefined) {
    throw new StartupError(
      'REDIS_URL needs DATABASE_URL: the worker is another process, and the embedded database serves only one. ' +
        'Set DATABASE_URL=postgres://user@localhost:5432/live, or unset REDIS_URL.',
    );
  }
  const isQueued = (oneOf(env, 'QUEUE', ['on', 'off']) ?? (redisUrl === undefined ? 'off' : 'on')) === 'on';
  if (isQueued && databaseUrl === undefined) {
    throw new StartupError(
      'QUEUE=on needs DATABASE_URL: the worker is another process, and the embedded database serves only one. ' +
        'Set DATABASE_URL=postgres://user@localhost:5432/live, or unset QUEUE.',
    );
  }
  const port = integer(env, 'PORT', 3000, { from: 0, to: 65_535, fix: 'set PORT=3000, or PORT=0 for any free port' });
  const host = addressOf(env, 'HOST');
  const boardHost = addressOf(env, 'BOARD_HOST');
  // The page must not follow the callback URL to an address that the Internet reaches.
  const boardPortByDefault = host === boardHost || port === 0 ? port : port + 1;
  return {
    host,
    port,
    boardHost,
    boardPort: integer(env, 'BOARD_PORT', boardPortByDefault, { from: 0, to: 65_535, fix: 'set BOARD_PORT=3001' }),
    boardPassword: passwordOf(env, isDemo),
    keepRows: integer(env, 'KEEP_ROWS', 200_000, { from: 1000, fix: 'set KEEP_ROWS=200000' }),
    sdkAppId: integer(env, 'SDK_APP_ID', 1_400_000_001, { from: 1, fix: "copy your SDKAppID from Tencent's console" }),
    // The demo's requests are signed too, as Tencent's are.
    token: tokenOf(env) ?? (isDemo && randomBytes(16).toString('hex')),
    // A line for every made-up event would bury what the app says at its start.
    logLevel: oneOf(env, 'LOG_LEVEL', logLevels) ?? (isDemo ? 'warn' : 'info'),
    giftLimitCoins: integer(env, 'GIFT_LIMIT_COINS', 5000, { from: 0, fix: 'set GIFT_LIMIT_COINS=5000' }),
    databaseUrl,
    dataDirectory: directoryOf(env),
    redisUrl,
    isQueued,
    isDemo,
  };
};

const integer = (
  env: Environment,
  name: string,
  byDefault: number,
  { from, to, fix }: { from: number; to?: number; fix: string },
): number => {
  const text = env[name] ?? String(byDefault);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= (to ?? Number.MAX_SAFE_INTEGER)) return value;
  const range = to === undefined ? `of ${from} or more` : `from ${from} to ${to}`;
  throw new StartupError(`${name} must be a whole number ${range}, not ${JSON.stringify(text)}: ${fix}.`);
};

const oneOf = <Word extends string>(env: Environment, name: string, words: readonly Word[]): Word | undefined => {
  const text = env[name];
  const word = words.find((known) => known === text);
  if (text === undefined || word !== undefined) return word;
  throw new StartupError(`${name} must be one of ${words.join(', ')}, not ${JSON.stringify(text)}, or unset.`);
};

/** A secret: messages may name only its length. */
const tokenOf = ({ TENCENT_WEBHOOK_TOKEN: token }: Environment): string | undefined => {
  if (token === undefined || (token.length >= 1 && token.length <= 128)) return token;
  throw new StartupError(
    `TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters, not ${token.length}: ` +
      "copy the token from Tencent's console, or unset it if your requests are not signed.",
  );
};

/** May hold a password, so it is not quoted. */
const urlOf = (env: Environment, name: string, schemes: readonly string[], example: string): string | undefined => {
  const url = env[name];
  if (url === undefined || schemes.some((scheme) => url.startsWith(`${scheme}://`) && URL.canParse(url))) return url;
  const beginnings = schemes.map((scheme) => `${scheme}://`).join(' or ');
  throw new StartupError(`${name} must be a URL that begins with ${beginnings}: set ${name}=${example}, or unset it.`);
};

/** Only addresses: a name such as `localhost` may stand for another one than expected. */
const addressOf = (env: Environment, name: string): string => {
  const address = env[name] ?? '127.0.0.1';
  if (isIP(address) !== 0) return address;
  throw new StartupError(
    `${name} must be an IP address, not ${JSON.stringify(address)}: set ${name}=127.0.0.1 for this machine only, ` +
      `or ${name}=0.0.0.0 for every network it is connected to.`,
  );
};

const shortestPassword = 12;

/** A secret: messages may name only its length. */
const passwordOf = ({ BOARD_PASSWORD: password }: Environment, isDemo: boolean): string | undefined => {
  if (password === undefined && isDemo) return undefined;
  if (password !== undefined && password.length >= shortestPassword) return password;
  throw new StartupError(
    password === undefined
      ? "BOARD_PASSWORD is not set: the page shows your users' messages, so choose a password for it, as in " +
          'BOARD_PASSWORD="$(openssl rand -hex 16)".'
      : `BOARD_PASSWORD must have ${shortestPassword} characters or more, not ${password.length}.`,
  );
};

const directoryOf = ({ DATA_DIR: directory = join(__dirname, '../data') }: Environment): string => {
  if (directory !== '') return directory;
  throw new StartupError('DATA_DIR must not be empty: set it to a folder, or unset it.');
};

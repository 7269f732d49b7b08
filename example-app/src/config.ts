import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** Why the app does not start, in a sentence for whoever starts it. */
export class CannotStart extends Error {}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface Config {
  readonly port: number;
  readonly sdkAppId: number;
  /** Without one, requests are not authenticated beyond their SDKAppID. */
  readonly token: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
  /** The most that one gift may cost. */
  readonly giftLimitCoins: number;
  /** PostgreSQL. Without one, the embedded database is used. */
  readonly databaseUrl: string | undefined;
  /** The folder of the embedded database. */
  readonly dataDirectory: string;
  /** With one, events are queued there before they are acknowledged, and a worker handles them. */
  readonly redisUrl: string | undefined;
  /** Whether made-up traffic is played, so that there is something to see. */
  readonly isDemo: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. Throws {@link CannotStart} at the first wrong one; an empty one is wrong, not absent. */
export const readConfig = (env: Environment): Config => {
  const isDemo = (oneOf(env, 'DEMO', ['on', 'off']) ?? (env['SDK_APP_ID'] === undefined ? 'on' : 'off')) === 'on';
  const databaseUrl = urlOf(env, 'DATABASE_URL', ['postgres', 'postgresql'], 'postgres://user@localhost:5432/live');
  const redisUrl = urlOf(env, 'REDIS_URL', ['redis', 'rediss'], 'redis://localhost:6379');
  if (redisUrl !== undefined && databaseUrl === undefined) {
    throw new CannotStart(
      'REDIS_URL needs DATABASE_URL: the worker is a process of its own, and the embedded database serves only one. ' +
        'Set DATABASE_URL=postgres://user@localhost:5432/live, or unset REDIS_URL.',
    );
  }
  return {
    port: integer(env, 'PORT', 3000, { from: 0, to: 65_535, fix: 'set PORT=3000, or PORT=0 for any free port' }),
    sdkAppId: integer(env, 'SDK_APP_ID', 1_400_000_001, { from: 1, fix: "copy your SDKAppID from Tencent's console" }),
    // The demo's requests are signed too, as Tencent's are.
    token: tokenOf(env) ?? (isDemo ? randomBytes(16).toString('hex') : undefined),
    // A line for every made-up event would bury what the app says at its start.
    logLevel: oneOf(env, 'LOG_LEVEL', logLevels) ?? (isDemo ? 'warn' : 'info'),
    giftLimitCoins: integer(env, 'GIFT_LIMIT_COINS', 5000, { from: 0, fix: 'set GIFT_LIMIT_COINS=5000' }),
    databaseUrl,
    dataDirectory: directoryOf(env),
    redisUrl,
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
  throw new CannotStart(`${name} must be a whole number ${range}, not ${JSON.stringify(text)}: ${fix}.`);
};

const oneOf = <Word extends string>(env: Environment, name: string, words: readonly Word[]): Word | undefined => {
  const text = env[name];
  const word = words.find((known) => known === text);
  if (text === undefined || word !== undefined) return word;
  throw new CannotStart(`${name} must be one of ${words.join(', ')}, not ${JSON.stringify(text)}, or unset.`);
};

/** A secret: its length is all that may be told. */
const tokenOf = ({ TENCENT_WEBHOOK_TOKEN: token }: Environment): string | undefined => {
  if (token === undefined || (token.length >= 1 && token.length <= 128)) return token;
  throw new CannotStart(
    `TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters, not ${token.length}: ` +
      "copy the token from Tencent's console, or unset it if your requests are not signed.",
  );
};

/** May hold a password, so it is not quoted. */
const urlOf = (env: Environment, name: string, schemes: readonly string[], example: string): string | undefined => {
  const url = env[name];
  if (url === undefined || schemes.some((scheme) => url.startsWith(`${scheme}://`) && URL.canParse(url))) return url;
  const beginnings = schemes.map((scheme) => `${scheme}://`).join(' or ');
  throw new CannotStart(`${name} must be a URL that begins with ${beginnings}: set ${name}=${example}, or unset it.`);
};

const directoryOf = ({ DATA_DIR: directory = join(__dirname, '../data') }: Environment): string => {
  if (directory !== '') return directory;
  throw new CannotStart('DATA_DIR must not be empty: set it to a folder, or unset it.');
};

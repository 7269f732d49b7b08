/** Why the app does not start, in a sentence for whoever starts it. */
export class CannotStart extends Error {}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface Config {
  readonly port: number;
  readonly sdkAppId: number;
  /** Without one, requests are not authenticated beyond their SDKAppID. */
  readonly token: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
  /** With one, events are queued there before they are acknowledged, and handled from there. */
  readonly redisUrl: string | undefined;
  /** The most that one gift may cost. */
  readonly giftLimitCoins: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. Throws {@link CannotStart} at the first wrong one; an empty one is wrong, not absent. */
export const readConfig = (env: Environment): Config => ({
  port: integer(env, 'PORT', 3000, { from: 0, to: 65_535, fix: 'set PORT=3000, or PORT=0 for any free port' }),
  sdkAppId: integer(env, 'SDK_APP_ID', 1_400_000_001, { from: 1, fix: "copy your SDKAppID from Tencent's console" }),
  token: tokenOf(env),
  logLevel: logLevelOf(env),
  redisUrl: redisUrlOf(env),
  giftLimitCoins: integer(env, 'GIFT_LIMIT_COINS', 5000, { from: 0, fix: 'set GIFT_LIMIT_COINS=5000' }),
});

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

/** A secret: its length is all that may be told. */
const tokenOf = ({ TENCENT_WEBHOOK_TOKEN: token }: Environment): string | undefined => {
  if (token === undefined || (token.length >= 1 && token.length <= 128)) return token;
  throw new CannotStart(
    `TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters, not ${token.length}: ` +
      "copy the token from Tencent's console, or unset it if your requests are not signed.",
  );
};

const redisUrlOf = ({ REDIS_URL: url }: Environment): string | undefined => {
  if (url === undefined || /^rediss?:\/\/./.test(url)) return url;
  throw new CannotStart(
    'REDIS_URL must begin with redis:// or rediss://: set REDIS_URL=redis://127.0.0.1:6379, or unset it.',
  );
};

const logLevelOf = ({ LOG_LEVEL: text = 'info' }: Environment): Config['logLevel'] => {
  const level = logLevels.find((known) => known === text);
  if (level) return level;
  throw new CannotStart(
    `LOG_LEVEL must be one of ${logLevels.join(', ')}, not ${JSON.stringify(text)}: set LOG_LEVEL=info.`,
  );
};

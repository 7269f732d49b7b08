import { StartupError } from '../startup-error';

const modes = ['off', 'review', 'rules'] as const;
const actions = ['deny', 'drop', 'mask'] as const;
const failureVerdicts = ['allow', 'deny'] as const;

export interface ModerationConfig {
  /** `review` holds every message, `rules` those that match the word list, `off` none. */
  readonly mode: (typeof modes)[number];
  /** A port of the Manager's endpoints alone. Without one, they are on the port of the callback URL. */
  readonly port: number | undefined;
  /** The key that the Manager sends as `X-Api-Key`. Without one, the endpoints answer 503. */
  readonly apiKey: string | undefined;
  /** What happens to a message that cannot be stored in time. */
  readonly onFailure: (typeof failureVerdicts)[number];
  /** Held messages that are older are deleted. */
  readonly retentionDays: number;
  /** The zone of the `Time` that the Manager shows. */
  readonly timeZone: string;
  /** The file of the word list. Present in the mode `rules`. */
  readonly wordsFile: string | undefined;
  /** `deny` and `drop` hold a message, with and without telling its sender; `mask` sends it with the words starred. */
  readonly action: (typeof actions)[number];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the variables that begin with `MODERATION`. Throws {@link StartupError} at the first wrong one. */
export const readModerationConfig = (env: Environment): ModerationConfig => {
  const mode = wordOf(env, 'MODERATION', modes);
  const action = wordOf(env, 'MODERATION_ACTION', actions);
  const wordsFile = env['MODERATION_WORDS'];
  if (wordsFile === '' || (mode === 'rules' && wordsFile === undefined)) {
    throw new StartupError(
      'MODERATION_WORDS must name a file: set it to the path of a text file with one word per line, ' +
        'or set MODERATION=review.',
    );
  }
  if (action === 'mask' && mode === 'review') {
    throw new StartupError(
      'MODERATION_ACTION=mask has no words to mask in the mode review: set MODERATION=rules and MODERATION_WORDS, ' +
        'or set MODERATION_ACTION=deny.',
    );
  }
  return {
    mode,
    port: portOf(env),
    apiKey: apiKeyOf(env),
    onFailure: wordOf(env, 'MODERATION_ON_FAILURE', failureVerdicts),
    retentionDays: daysOf(env),
    timeZone: timeZoneOf(env),
    wordsFile,
    action,
  };
};

/** The first of the words is the default. */
const wordOf = <Word extends string>(env: Environment, name: string, words: readonly [Word, ...Word[]]): Word => {
  const text = env[name];
  const word = text === undefined ? words[0] : words.find((known) => known === text);
  if (word !== undefined) return word;
  throw new StartupError(
    `${name} must be ${words.join(' or ')}, not ${JSON.stringify(text)}: set ${name}=${words[0]}.`,
  );
};

const portOf = ({ MODERATION_PORT: text }: Environment): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new StartupError(
    `MODERATION_PORT must be a whole number from 0 to 65535, not ${JSON.stringify(text)}: set MODERATION_PORT=3002, ` +
      'or unset it.',
  );
};

/** A secret, so an error message says nothing of it but its length. */
const apiKeyOf = ({ MODERATION_API_KEY: key }: Environment): string | undefined => {
  if (key === undefined || /^[!-~]{1,128}$/.test(key)) return key;
  throw new StartupError(
    `MODERATION_API_KEY must be 1 to 128 letters, digits and signs of ASCII without spaces, and this one has ` +
      `${key.length} characters: set it to what CUSTOM_MODERATION_API_KEY is set to in TUILiveKit Manager.`,
  );
};

const mostDays = 36_500;

const daysOf = ({ MODERATION_RETENTION_DAYS: text = '30' }: Environment): number => {
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= mostDays) return days;
  throw new StartupError(
    `MODERATION_RETENTION_DAYS must be a whole number from 1 to ${mostDays}, not ${JSON.stringify(text)}: ` +
      'set MODERATION_RETENTION_DAYS=30.',
  );
};

const timeZoneOf = ({ MODERATION_TIME_ZONE: zone = 'UTC' }: Environment): string => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new StartupError(
      `MODERATION_TIME_ZONE must be a zone of the IANA time zone database, not ${JSON.stringify(zone)}: ` +
        'set MODERATION_TIME_ZONE=UTC, or Asia/Shanghai.',
    );
  }
};

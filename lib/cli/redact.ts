/** What stands in place of a secret. */
const mask = '…';

/** A shorter token is no secret, and masking it everywhere would make the output unreadable. */
const shortestSecret = 4;

const tokenVariable = 'TENCENT_WEBHOOK_TOKEN';

/** The tokens that the command line and the environment give, as they are and as they may be repeated. */
export const secretsIn = (args: readonly string[], env: NodeJS.ProcessEnv): readonly string[] => {
  const tokens = args.flatMap((arg, index) => {
    if (arg.startsWith('--token=')) return [arg.slice('--token='.length)];
    return args[index - 1] === '--token' ? [arg] : [];
  });
  const variants = [...tokens, env[tokenVariable] ?? ''].flatMap(variantsOf);
  return [...new Set(variants)].filter(({ length }) => length >= shortestSecret);
};

const variantsOf = (token: string): readonly string[] => [
  token,
  token.trim(),
  new URLSearchParams({ token }).toString().slice('token='.length),
  // `encodeURIComponent` throws on half a surrogate pair; a buffer holds none.
  encodeURIComponent(String(Buffer.from(token))),
  JSON.stringify(token).slice(1, -1),
];

/** Each letter as it is or percent-encoded, any number of times over; the expression that uses it ignores case. */
const encodable = (word: string): string =>
  Array.from(word)
    .map((letter) => {
      const codes = [letter.toLowerCase(), letter.toUpperCase()].map((form) => form.charCodeAt(0).toString(16));
      return `(?:${letter}|%(?:25)*(?:${codes.join('|')}))`;
    })
    .join('');

/** An opening or closing quote: plain, escaped, percent-encoded, or in HTML. */
const quote = String.raw`(?:\\*["']|%(?:25)*2[27]|&quot;|&#3[49];)`;

/** `Sign=`, `sign%3D`, `%53ign=`, `"Sign": "`, and the same of any name that holds `tok`. */
const secretKey =
  String.raw`(?:^|(?<=[^a-z0-9]|%[0-9a-f]{2}))(?:${encodable('Sign')}|\w{0,20}tok\w{0,20})` +
  String.raw`(?:\s*(?:=|%(?:25)*3d)\s*${quote}?|${quote}\s*(?::|%(?:25)*3a)\s*${quote}?)`;

/** Runs to the next parameter, quote or white space. */
const secretValue = String.raw`(?:(?!%(?:25)*2[267])[^\s&"'<>\\])+`;

/** Quantifiers have limits where a long text would otherwise take quadratic time. */
const patterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [new RegExp(`(${secretKey})${secretValue}`, 'gi'), `$1${mask}`],
  // Every signature is a SHA-256, wherever it stands.
  [/[0-9a-f]{64}/gi, mask],
  // `user:password@`, and whatever else stands before the host of a URL.
  [/(?:(?<=\/\/)[^\s/?#&'"<>]{1,2048}|[^\s/?#&'"<>:@]{0,64}:[^\s/?#&'"<>]{1,256})(?=@)/g, mask],
];

/** Masks tokens, signatures and passwords of URLs, in whatever case and encoding they stand in a text. */
export const createRedactor = (secrets: readonly string[]): ((text: string) => string) => {
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  return (text) => {
    const withoutKnown = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, mask), text);
    return patterns.reduce((rest, [pattern, replacement]) => rest.replaceAll(pattern, replacement), withoutKnown);
  };
};

/**
 * Masks the values in a complaint about the command line: commander quotes what it does not understand, and a mistyped
 * option may hold the token. The name before the value stays.
 */
export const maskArguments = (complaint: string, args: readonly string[]): string =>
  args
    .map((arg) => [arg, /^--[a-z-]{1,20}=?|^-.|^[\w.]+=/.exec(arg)?.[0] ?? arg] as const)
    .filter(([arg, name]) => name.length < arg.length)
    .reduce((rest, [arg, name]) => rest.replaceAll(`'${arg}'`, `'${name}${mask}'`), complaint)
    .replace(/(?<=(?:argument|value) ').*?(?='(?: from env '\w+')? is invalid)/s, mask);

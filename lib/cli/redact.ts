/** Replaces a secret. */
const mask = '…';

/** A shorter token can be guessed, and masking it everywhere would make the output unreadable. */
const shortestSecret = 4;

const tokenVariable = 'TENCENT_WEBHOOK_TOKEN';

/** Returns the tokens in the command line and in the environment, in every encoding in which they may be printed. */
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
  // A buffer replaces unpaired surrogates, for which `encodeURIComponent` throws.
  encodeURIComponent(String(Buffer.from(token))),
  JSON.stringify(token).slice(1, -1),
];

/** Matches a word whose letters may be percent-encoded, also repeatedly, in an expression that ignores case. */
const encodable = (word: string): string =>
  Array.from(word)
    .map((letter) => {
      const codes = [letter.toLowerCase(), letter.toUpperCase()].map((form) => form.charCodeAt(0).toString(16));
      return `(?:${letter}|%(?:25)*(?:${codes.join('|')}))`;
    })
    .join('');

/** Matches a quotation mark that may be escaped, percent-encoded or written as HTML. */
const quote = String.raw`(?:\\*["']|%(?:25)*2[27]|&quot;|&#3[49];)`;

/** Matches `Sign=`, `sign%3D`, `%53ign=`, `"Sign": "`, and the same with any name that contains `tok`. */
const secretKey =
  String.raw`(?:^|(?<=[^a-z0-9]|%[0-9a-f]{2}))(?:${encodable('Sign')}|\w{0,20}tok\w{0,20})` +
  String.raw`(?:\s*(?:=|%(?:25)*3d)\s*${quote}?|${quote}\s*(?::|%(?:25)*3a)\s*${quote}?)`;

/** Matches a value up to the next parameter, quotation mark or white space. */
const secretValue = String.raw`(?:(?!%(?:25)*2[267])[^\s&"'<>\\])+`;

/** The quantifiers have limits where a long text would otherwise take quadratic time. */
const patterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [new RegExp(`(${secretKey})${secretValue}`, 'gi'), `$1${mask}`],
  // Every signature is a SHA-256, whatever stands before it.
  [/[0-9a-f]{64}/gi, mask],
  // `user:password@`, and anything else before the host of a URL.
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
 * Masks the values in an error about the command line. Commander quotes the arguments that it does not understand, and
 * a mistyped option may hold the token. The name before the value stays.
 */
export const maskArguments = (text: string, args: readonly string[]): string =>
  args
    .map((arg) => [arg, /^--[a-z-]{1,20}=?|^-.|^[\w.]+=/.exec(arg)?.[0] ?? arg] as const)
    .filter(([arg, name]) => name.length < arg.length)
    .reduce((rest, [arg, name]) => rest.replaceAll(`'${arg}'`, `'${name}${mask}'`), text)
    .replace(/(?<=(?:argument|value) ').*?(?='(?: from env '\w+')? is invalid)/s, mask);

import { randomBytes } from 'node:crypto';
import { accountFields, catalogue } from '../commands';
import type { RecordedHeader } from '../testing/recorded';
import { createPseudonyms } from './record-pseudonym';

/** The texts of a request and of its reply that may hold accounts. */
export interface Texts {
  readonly path: string;
  readonly headers: readonly RecordedHeader[];
  readonly body: string | Buffer;
  readonly replyHeaders: readonly RecordedHeader[];
  readonly replyBody: string | Buffer;
}

/** Accounts inside other texts, such as a `MsgId`: only so many of a body, and none that may be an ordinary word. */
const mostAccounts = 50;
const shortestAccount = 6;

const documented = accountFields(Object.values(catalogue).map(({ codec }) => codec));

const isAccountField = (name: string): boolean => name.endsWith('_Account') || documented.has(name);

/** Fields that hold the id of a room, or of several. */
const isRoomField = (name: string): boolean => /(?:Room|Group)Id(?:List)?$/.test(name);

/**
 * Creates the function that replaces accounts by pseudonyms: in the fields of accounts, in ids of rooms, and
 * wherever else in the request and its reply an account of those fields stands. A body that is not JSON keeps its punctuation only.
 */
export const createAccountRedactor = (): ((texts: Texts) => Texts) => {
  const pseudonymOf = createPseudonyms(randomBytes(32));
  // TUILiveKit names a room `live_` and its host's account. A room has to keep one id, whichever accounts a body names.
  const inRoomId = (id: string): string => id.replace(/(?<=^[^_]*_).+/s, pseudonymOf);

  return ({ path, headers, body, replyHeaders, replyBody }) => {
    const accounts = new Set<string>();
    /** Replaces accounts in their own fields and in ids of rooms, and those that are known by then in all other texts. */
    const inJson = (json: string, replace: (text: string) => string): string =>
      mapValues(json, (token, field) => {
        if (isAccountField(field)) return mapText(token, pseudonymOf);
        if (!token.startsWith('"')) return token;
        return mapText(token, isRoomField(field) ? inRoomId : replace);
      });
    if (isJson(body)) {
      mapValues(body, (token, field) => {
        if (isAccountField(field)) accounts.add(textOf(token));
        return token;
      });
    }
    const elsewhere = createReplacer(accounts, pseudonymOf);
    const inHeaders = (list: readonly RecordedHeader[]): readonly RecordedHeader[] =>
      list.map(([name, value]) => [name, elsewhere(value)]);
    const inReply = (text: string): string => (isJson(text) ? inJson(text, elsewhere) : elsewhere(text));
    return {
      path: elsewhere(path),
      headers: inHeaders(headers),
      body: isJson(body) ? inJson(body, elsewhere) : withoutWords(body),
      replyHeaders: inHeaders(replyHeaders),
      replyBody: typeof replyBody === 'string' ? inReply(replyBody) : replyBody,
    };
  };
};

const createReplacer = (
  accounts: ReadonlySet<string>,
  pseudonymOf: (account: string) => string,
): ((text: string) => string) => {
  const long = [...accounts].filter(({ length }) => length >= shortestAccount).slice(0, mostAccounts);
  if (long.length === 0) return (text) => text;
  const alternatives = long.toSorted((a, b) => b.length - a.length).map(escapeExpression);
  const whole = new RegExp(`(?<![A-Za-z0-9])(?:${alternatives.join('|')})(?![A-Za-z0-9])`, 'g');
  return (text) => text.replaceAll(whole, pseudonymOf);
};

const escapeExpression = (text: string): string => text.replaceAll(/[^\w ]/g, String.raw`\$&`);

const isJson = (body: string | Buffer): body is string => {
  if (typeof body !== 'string') return false;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
};

/** Nothing says where the accounts are in such a body. */
const withoutWords = (body: string | Buffer): string | Buffer =>
  typeof body === 'string'
    ? body.replaceAll(/[\p{L}\p{N}]/gu, 'x')
    : Buffer.from(
        body
          .toString('latin1')
          .replaceAll(/[A-Za-z0-9]/g, 'x')
          .replaceAll(/[\u0080-\u00ff]/g, '\u00ff'),
        'latin1',
      );

const jsonToken = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[{}[\]]/g;

/**
 * Replaces the strings and numbers of a JSON text, each as it is written, and keeps everything else byte for byte.
 * `replace` also gets the name of the innermost field that holds the value, itself or in a list.
 */
const mapValues = (json: string, replace: (token: string, field: string) => string): string => {
  const outer: string[] = [];
  let field = '';
  return json.replaceAll(jsonToken, (token, at: number) => {
    if (token === '{' || token === '[') {
      outer.push(field);
      if (token === '{') field = '';
      return token;
    }
    if (token === '}' || token === ']') {
      field = outer.pop() ?? '';
      return token;
    }
    if (token.startsWith('"') && isFollowedByColon(json, at + token.length)) {
      field = textOf(token);
      return token;
    }
    return replace(token, field);
  });
};

const isFollowedByColon = (json: string, start: number): boolean => {
  let at = start;
  while (json.charCodeAt(at) <= 0x20) at++;
  return json[at] === ':';
};

/** The text of a string; of a number its digits, because a double cannot hold every account. */
const textOf = (token: string): string => (token.startsWith('"') ? (JSON.parse(token) as string) : token);

/** Changes the text of a string, or the digits of an integer. No account is another number. */
const mapText = (token: string, change: (text: string) => string): string => {
  if (token.startsWith('"')) {
    const text = textOf(token);
    const changed = change(text);
    return changed === text ? token : JSON.stringify(changed);
  }
  return /^-?\d+$/.test(token) ? token.replace(/\d+/, change) : '0';
};

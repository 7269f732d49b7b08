import { isUtf8 } from 'node:buffer';
import { recordingVersion, type RecordedHeader, type RecordedLine } from '../testing/recorded';
import type { Texts } from './record-accounts';
import { createRedactor } from './redact';

/** What happened to one request. */
export interface Exchange {
  readonly time: Date;
  readonly method: string;
  readonly path: string;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** Whether the body is incomplete. */
  readonly isBodyCut: boolean;
  /** `undefined` if the sender closed the connection before the reply. */
  readonly reply?:
    | { readonly status: number; readonly rawHeaders: readonly string[]; readonly body: Buffer }
    | undefined;
  readonly ms: number;
  /** Why the app did not reply. */
  readonly error?: string | undefined;
}

/** Headers that hold a login, in full. */
const credentials = /^(?:authorization|proxy-authorization|cookie|set-cookie)$/i;

const withoutSecrets = createRedactor([]);

/** Creates the line of one request, without the signature and without logins. */
export const createLine = (exchange: Exchange, redactAccounts: (texts: Texts) => Texts): string => {
  const { time, method, isBodyCut, reply, ms, error } = exchange;
  const texts = redactAccounts({
    path: withoutSecrets(exchange.path),
    headers: headersOf(exchange.rawHeaders),
    body: textOrBytes(exchange.body),
    replyHeaders: headersOf(reply?.rawHeaders ?? []),
    replyBody: textOrBytes(reply?.body ?? Buffer.alloc(0)),
  });
  const line: RecordedLine = {
    version: recordingVersion,
    time: time.toISOString(),
    method,
    path: texts.path,
    headers: texts.headers.map(([name, value]) => [name, value]),
    ...encoded(texts.body),
    ...(isBodyCut && { bodyCut: true }),
    ...(reply && {
      reply: {
        status: reply.status,
        headers: texts.replyHeaders.map(([name, value]) => [name, value]),
        ...encoded(texts.replyBody),
      },
    }),
    ms: Math.round(ms * 10) / 10,
    ...(error !== undefined && { error }),
  };
  // JSON allows these separators in a string, but many readers of lines split at them.
  return JSON.stringify(line)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
};

const headersOf = (rawHeaders: readonly string[]): readonly RecordedHeader[] => {
  const headers: RecordedHeader[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    headers.push([name, credentials.test(name) ? '…' : withoutSecrets(value)]);
  }
  return headers;
};

const textOrBytes = (body: Buffer): string | Buffer => (isUtf8(body) ? body.toString() : body);

const encoded = (body: string | Buffer): Pick<RecordedLine, 'body' | 'bodyEncoding'> =>
  typeof body === 'string' ? { body } : { body: body.toString('base64'), bodyEncoding: 'base64' };

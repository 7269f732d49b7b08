import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { sampleBody, signedRequest } from '../../lib/testing';
import { sdkAppId } from '../support/example-app';

const command = 'Group.CallbackBeforeSendMsg';

export const apiKey = 'the-key-of-the-tests';

/** The settings of an app that holds every message. */
export const reviewing = { MODERATION: 'review', MODERATION_API_KEY: apiKey, LOG_LEVEL: 'warn' };

export interface Ack {
  readonly ActionStatus: string;
  readonly ErrorInfo: string;
  readonly ErrorCode: number;
  readonly MsgBody?: unknown;
}

export const refused = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 1 };
export const allowed = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

/** The elements of a message that is one text. */
export const textBody = (Text: string) => [{ MsgType: 'TIMTextElem', MsgContent: { Text } }];

interface MessageFields {
  readonly GroupId?: string;
  readonly From_Account?: string;
  readonly MsgId?: string | undefined;
  readonly MsgBody?: readonly object[];
  readonly CloudCustomData?: string;
}

let messages = 0;

/** Plays Chat: asks whether a message may be sent. Each has an id of its own, unless one is given. */
export const sendMessage = async (url: string, fields: MessageFields = {}, platform = 'Android'): Promise<Ack> => {
  const MsgId = `message-${process.pid}-${(messages += 1)}`;
  const body = { ...sampleBody(command), MsgId, CloudCustomData: '', ...fields };
  const webhook = signedRequest({ sdkAppId, command, body });
  const query = webhook.query.replace('OptPlatform=RESTAPI', `OptPlatform=${platform}`);
  return (await (await fetch(`${url}/tencent-callback${query}`, webhook)).json()) as Ack;
};

export interface Entry {
  readonly ContentId: string;
  readonly From_Account: string;
  readonly Content: string;
  readonly Time: string;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** One request with these headers and this body, as they stand. */
export const call = async (
  url: string,
  method: 'GET' | 'POST' | 'PUT',
  headers: Readonly<Record<string, string | string[]>> = {},
  body: string | Buffer = '',
): Promise<Reply> => {
  const sent = request(url, { method, headers: { 'Content-Length': Buffer.byteLength(body), ...headers } });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: JSON.parse(await text(response)) };
};

/** Plays TUILiveKit Manager, which passes on status and JSON. */
export const createManager = (url: string, key = apiKey) => {
  const ask = async (method: 'GET' | 'POST', path: string, body?: object): Promise<Reply> => {
    const headers = { 'X-Api-Key': key, 'Content-Type': 'application/json' };
    const response = await fetch(`${url}/moderation/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const ok = async (reply: Promise<Reply>): Promise<unknown> => {
    const { status, body } = await reply;
    if (status !== 200) throw new Error(`The moderation server answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const list = async (Receiver: string, PageNo = 1, PageSize = 100) => {
    const body = { SdkAppId: sdkAppId, PageNo, PageSize, Scene: 'Group', Receiver };
    return (await ok(ask('POST', 'list', body))) as { readonly TotalCount: number; readonly Data: readonly Entry[] };
  };

  return {
    ask,
    isEnabled: async () => ((await ok(ask('GET', 'toggle'))) as { readonly Enabled: boolean }).Enabled,
    setEnabled: (Enabled: boolean) => ok(ask('POST', 'toggle', { Enabled })),
    list,
    /** Reads one page after the other, as a moderator does. */
    listAll: async (Receiver: string, PageSize = 100): Promise<readonly Entry[]> => {
      const all: Entry[] = [];
      for (let pageNo = 1; ; pageNo++) {
        const { Data } = await list(Receiver, pageNo, PageSize);
        all.push(...Data);
        if (Data.length < PageSize) return all;
      }
    },
    remove: async (ContentIds: readonly string[]) => {
      const reply = await ok(ask('POST', 'delete', { SdkAppId: sdkAppId, ContentIds }));
      return (reply as { readonly DeletedCount: number }).DeletedCount;
    },
  };
};

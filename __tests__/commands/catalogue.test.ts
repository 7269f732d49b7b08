import { fc, test } from '@fast-check/jest';
import { isLeft, isRight } from 'fp-ts/Either';
import type * as t from 'io-ts';
import { catalogue, type CommandName } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';
import { EventDelivery } from '../../lib/delivery/delivery';
import { explain } from '../../lib/delivery/explain';
import { parseLossless } from '../../lib/delivery/json';
import { sampleBody } from '../../lib/testing';
import { samples } from '../../lib/testing/samples';
import { editions } from '../support/editions';
import { plainAck, post, receiver } from '../support/receiver';

type Path = readonly (string | number)[];

const commands = Object.entries<Command>(catalogue);
const wireOf = (text: string): Record<string, unknown> => parseLossless(text) as Record<string, unknown>;
const allBodies = [
  ...Object.entries(samples).map(([command, body]) => ({ says: `the sample of ${command}`, command, body })),
  ...editions,
];
const commandOf = (name: string): Command => new Map(commands).get(name)!;

const decoded = (codec: t.Decoder<unknown, unknown>, body: unknown): unknown => {
  const result = codec.decode(body);
  if (isLeft(result)) throw new Error(JSON.stringify(explain(result.left)));
  return result.right;
};

const eventIdOf = (name: string, text: string): string | undefined => {
  const [command, body] = [commandOf(name), wireOf(text)];
  const metadata = {
    command: name,
    urlCommand: name,
    receivedAt: new Date(),
    sdkAppId: 1400000001,
    attempt: 1,
    clientIp: undefined,
    platform: undefined,
    requestId: undefined,
    query: '',
    rawBody: Buffer.from(text),
  };
  const content = { event: decoded(command.codec, body), body };
  return new EventDelivery(metadata, content, command, new AbortController()).eventId;
};

/** The path of every value in a body. The path of an object comes before the paths of its members. */
const placesIn = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => {
        const place = [...path, Array.isArray(value) ? Number(key) : key];
        return [place, ...placesIn(inner, place)];
      })
    : [];

/** A copy of the body with the value at `path` replaced, or removed if the new value is `undefined`. */
const changed = (body: unknown, path: Path, value: unknown): unknown => {
  const copy = structuredClone(body);
  let holder = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  if (value === undefined) delete holder[path.at(-1)!];
  else holder[path.at(-1)!] = value;
  return copy;
};

const written = (path: Path): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');

/** Codecs convert digit strings to times, and integers to ids. Neither changes the meaning of the body. */
const sameMeaning = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'number' ? String(inner) : inner)));

it('has a sample of every command', () => {
  expect(Object.keys(samples).toSorted()).toEqual(Object.keys(catalogue).toSorted());
});

it.each<[CommandName, number, string[]]>([
  ['Live.CallbackAfterCreateRoom', 64422, []],
  ['Live.CallbackAfterDestroyRoom', 64423, []],
  ['Live.CallbackAfterUpdateRoomInfo', 67938, []],
  ['Live.CallbackAfterSetMetadata', 68222, []],
  ['Live.CallbackAfterDelMetadata', 68223, []],
  ['Live.CallbackAfterCreateRoomReachingThreshold', 70485, []],
  ['Live.CallbackAfterMemberStateChanged', 64424, ['Live.CallbackMemberStateChanged']],
  ['Live.CallbackAfterChangeOwner', 72553, []],
  ['Live.CallbackAfterModifyAdmin', 72554, []],
  ['Mic.CallbackAfterSeatInfoChanged', 64425, []],
  ['Live.CallbackAfterCreateBattle', 68259, []],
  ['Live.CallbackAfterStartBattle', 68260, []],
  ['Live.CallbackAfterEndBattle', 68261, []],
  ['Live.CallbackBeforeSendGift', 72210, []],
  ['Group.CallbackBeforeSendMsg', 74347, []],
  ['Group.CallbackAfterSendMsg', 74348, []],
  ['Follow.CallbackAfterFollowAdd', 74356, []],
  ['Follow.CallbackAfterFollowDelete', 74357, []],
  ['Live.CallbackAfterCloudRecordingChanged', 78428, ['Follow.CallbackAfterCloudRecordingChanged']],
])('%s is described on Tencent page %i, under the other names %j', (name, page, aliases) => {
  expect([commandOf(name).page, commandOf(name).aliases ?? []]).toEqual([page, aliases]);
});

it('has samples in the form that a handler gets', () => {
  for (const name of Object.keys(samples) as CommandName[]) {
    const { codec }: Command = catalogue[name];
    const body = sampleBody(name);
    expect(decoded(codec, body)).toBe(body);
  }
});

describe.each(allBodies)('$says', ({ command: name, body: text }) => {
  const { codec } = commandOf(name);
  const body = wireOf(text);

  it('decodes, keeps every key, and means what the wire meant', () => {
    const event = decoded(codec, body);
    expect(placesIn(event).map(written)).toEqual(placesIn(body).map(written));
    expect(sameMeaning(event)).toEqual(sameMeaning(body));
  });

  it('arrives through the middleware in its handler', async () => {
    const handler = jest.fn();
    const command = commandOf(name);
    const { webhooks, outcomes } = receiver({
      handlers: {
        [name]: (event: unknown) => (handler(event), command.kind === 'before' ? { verdict: 'allow' } : undefined),
      },
    });
    expect((await post(webhooks, { command: name, body: text })).text).toBe(plainAck);
    expect(outcomes).toMatchObject([{ type: 'handled', command: name }]);
    expect(handler).toHaveBeenCalledWith(decoded(codec, body));
  });

  test.prop([fc.dictionary(fc.string(), fc.jsonValue())])('keeps whatever else Tencent may add', (extra) => {
    const more = Object.fromEntries(Object.entries(extra).filter(([key]) => !(key in body)));
    // A literal instead of an assignment, because a key called __proto__ must arrive as a key.
    const event = decoded(codec, JSON.parse(JSON.stringify({ ...more, ...body })));
    for (const [key, value] of Object.entries(JSON.parse(JSON.stringify(more)) as object)) {
      expect(Object.getOwnPropertyDescriptor(event, key)?.value).toEqual(value);
    }
  });
});

/** The fields that some edition of Tencent's pages lacks. All other fields are in every sample. */
const optionalFields: Readonly<Record<string, readonly string[]>> = {
  'Live.CallbackAfterCreateRoom': ['EventTime'],
  'Live.CallbackAfterDestroyRoom': ['RoomInfo', 'RoomInfo.Category', 'Statistic'],
  'Live.CallbackAfterUpdateRoomInfo': [
    'RoomInfo.RoomName',
    'RoomInfo.MaxMemberCount',
    'RoomInfo.IsMessageDisabled',
    'RoomInfo.CoverURL',
    'RoomInfo.Category',
    'RoomInfo.ActivityStatus',
    'RoomInfo.IsPublicVisible',
    'RoomInfo.TakeSeatMode',
    'RoomInfo.CustomInfo',
  ],
  'Live.CallbackAfterChangeOwner': ['Operator_Account'],
  'Mic.CallbackAfterSeatInfoChanged': ['SeatList[0].Member_Account'],
  'Live.CallbackAfterEndBattle': ['StartTime'],
  'Group.CallbackBeforeSendMsg': ['MsgId', 'CloudCustomData', 'EventTime'],
  'Group.CallbackAfterSendMsg': ['MsgId', 'CloudCustomData', 'EventTime'],
  'Live.CallbackAfterCloudRecordingChanged': [
    'EventInfo.RoomId',
    'EventInfo.EventTs',
    'EventInfo.UserId',
    'EventInfo.Payload.Status',
  ],
};

describe.each(Object.entries(samples))('%s, when a field is wrong', (name, text) => {
  const { codec } = commandOf(name);
  const body = wireOf(text);
  const issuesWith = (wrong: unknown): readonly unknown[] => {
    const result = codec.decode(wrong);
    return isRight(result) ? [] : explain(result.left);
  };

  // An array may be shorter, and the client decides what a message element holds.
  const fields = placesIn(body).filter((path) => typeof path.at(-1) === 'string' && path.at(-2) !== 'MsgContent');

  it.each(fields.map((path) => [written(path), path] as const))(
    'says so of %s, and not what it holds',
    (place, path) => {
      const secret = 'a value that must not be shown';
      const isObject = placesIn(body).some(
        (other) => other.length === path.length + 1 && written(other).startsWith(`${place}.`),
      );
      const issues = issuesWith(changed(body, path, isObject ? secret : { secret }));
      expect(issues).toEqual([{ path: place, expected: expect.any(String) }]);
      expect(JSON.stringify(issues)).not.toContain(secret);
    },
  );

  const isOptional = (path: Path): boolean => optionalFields[name]?.includes(written(path)) ?? false;

  it.each(fields.filter((path) => !isOptional(path)).map((path) => [written(path), path] as const))(
    'says so when %s is missing',
    (place, path) => {
      expect(issuesWith(changed(body, path, undefined))).toEqual([{ path: place, expected: expect.any(String) }]);
    },
  );

  it('decodes without the fields that some edition lacks', () => {
    const optional = fields.filter((path) => issuesWith(changed(body, path, undefined)).length === 0);
    expect(optional.map(written).toSorted()).toEqual((optionalFields[name] ?? []).toSorted());
  });

  const accounts = placesIn(body).filter((path) => path.some((key) => String(key).endsWith('_Account')));
  const single = accounts.filter(
    (path) =>
      typeof path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], body) === 'string',
  );

  it('reads every account digit for digit, also where it is an integer', () => {
    for (const path of single) {
      for (const digits of ['42', '144115233775727695', '144115216631667826']) {
        const wire = JSON.stringify(changed(body, path, '@')).replace('"@"', digits);
        expect(decoded(codec, parseLossless(wire))).toEqual(changed(decoded(codec, body), path, digits));
      }
    }
  });
});

describe('when it happened', () => {
  it.each([
    ['Live.CallbackAfterMemberStateChanged', '2023-12-26T11:25:22.780Z'],
    // GiftWater.Time, in seconds.
    ['Live.CallbackBeforeSendGift', '2023-12-26T11:25:22.000Z'],
    // EventTime, a string of digits.
    ['Group.CallbackAfterSendMsg', '2022-12-09T08:26:54.123Z'],
    // EventInfo.EventMsTs.
    ['Live.CallbackAfterCloudRecordingChanged', '2025-07-15T11:49:10.081Z'],
  ] as const)('is known of %s', (name, time) => {
    const { codec, occurredAt } = commandOf(name);
    expect(new Date(occurredAt(decoded(codec, wireOf(samples[name]))) ?? NaN).toISOString()).toBe(time);
  });

  it.each(editions)('is known of $says', ({ command, body, occurredAt: expected }) => {
    const { codec, occurredAt } = commandOf(command);
    expect(occurredAt(decoded(codec, wireOf(body)))).toBe(expected);
  });
});

describe('what identifies an event', () => {
  it('is nothing for a gift: two equal gifts in one second are two gifts', () => {
    expect(eventIdOf('Live.CallbackBeforeSendGift', samples['Live.CallbackBeforeSendGift'])).toBeUndefined();
  });

  it.each(commands.filter(([, { kind }]) => kind === 'after').map(([name]) => name))(
    'is the same for two deliveries of %s',
    (name) => {
      const body = samples[name as keyof typeof samples];
      const eventId = eventIdOf(name, body);
      expect(eventId).toMatch(/^[\w-]{43}$/);
      expect(eventIdOf(name, body)).toBe(eventId);
    },
  );

  it('is nothing for a message before it is sent that has no id', () => {
    const name = 'Group.CallbackBeforeSendMsg';
    for (const MsgId of [undefined, ''])
      expect(eventIdOf(name, JSON.stringify(changed(wireOf(samples[name]), ['MsgId'], MsgId)))).toBeUndefined();
  });

  it.each(
    commands.flatMap(([name, { kind, aliases = [] }]) =>
      (kind === 'after' ? aliases : []).map((alias) => [name, alias]),
    ),
  )('is the same for %s under its other name %s', (name, alias) => {
    const body = samples[name as keyof typeof samples];
    expect(body).toContain(JSON.stringify(name));
    expect(eventIdOf(name, body.replace(JSON.stringify(name), JSON.stringify(alias)))).toBe(eventIdOf(name, body));
  });

  it.each([
    ['Live.CallbackAfterStartBattle', 'BattleId'],
    ['Group.CallbackAfterSendMsg', 'MsgTime'],
    ['Group.CallbackBeforeSendMsg', 'MsgId'],
    ['Group.CallbackAfterSendMsg', 'MsgSeq'],
    ['Live.CallbackAfterMemberStateChanged', 'MemberList'],
  ] as const)('is another when %s has another %s', (name, field) => {
    const body = wireOf(samples[name]);
    const value = body[field];
    const other = typeof value === 'number' ? value + 1 : Array.isArray(value) ? value.slice(1) : `${String(value)}x`;
    const changedId = eventIdOf(name, JSON.stringify({ ...body, [field]: other }));
    expect(changedId).toBeDefined();
    expect(changedId).not.toBe(eventIdOf(name, JSON.stringify(body)));
  });
});

describe('a body of very many wrong items', () => {
  it('is refused at the first of them', () => {
    const { codec } = commandOf('Mic.CallbackAfterSeatInfoChanged');
    const body = {
      ...wireOf(samples['Mic.CallbackAfterSeatInfoChanged']),
      SeatList: Array.from({ length: 300_000 }, () => ({})),
    };
    const result = codec.decode(body);
    const issues = isLeft(result) ? explain(result.left) : [];
    expect(issues.map(({ path }) => path)).toEqual([
      'SeatList[0].Index',
      'SeatList[0].IsTakenDisabled',
      'SeatList[0].IsVideoDisabled',
      'SeatList[0].IsAudioDisabled',
    ]);
  });
});

describe('recordings', () => {
  const name = 'Live.CallbackAfterCloudRecordingChanged';
  it('are told apart by what they carry: two files may be there in one millisecond', () => {
    const [one, other] = ['a', 'b'].map((FileId) => {
      const body = { ...wireOf(samples[name]), EventType: 311 };
      const info = { ...(body as unknown as { EventInfo: object }).EventInfo, Payload: { TencentVod: { FileId } } };
      return eventIdOf(name, JSON.stringify({ ...body, EventInfo: info }));
    });
    expect(one).toBeDefined();
    expect(one).not.toBe(other);
  });

  it('are told apart by the moment', () => {
    const later = samples[name].replace('1752580150081', '1752580150082');
    expect(eventIdOf(name, later)).toBeDefined();
    expect(eventIdOf(name, later)).not.toBe(eventIdOf(name, samples[name]));
  });

  it('refuses an undocumented type of event, because its payload is unknown', () => {
    const result = commandOf(name).codec.decode({ ...wireOf(samples[name]), EventType: 999 });
    expect(isLeft(result) && explain(result.left)).toEqual([
      { path: 'EventType', expected: '301 to 307, 309 to 312, or 801 to 804' },
    ]);
  });
});

describe('a captured message of Chat', () => {
  const captures = editions.filter(({ says }) => says.includes('captured in 20') && says.includes('message'));

  it.each(captures)('has its keys in alphabetical order: $says', ({ body }) => {
    const keys = Object.keys(JSON.parse(body) as object);
    expect(keys).toEqual(keys.toSorted());
    expect(keys[0]).toBe('CallbackCommand');
    expect(keys).not.toContain('MsgId');
    expect(keys).not.toContain('CloudCustomData');
  });

  it('is identified once it is sent, although it has no id, and not before', () => {
    const identities = captures.map(({ command, body }) => {
      const event = decoded(commandOf(command).codec, wireOf(body));
      return [command, commandOf(command).identity?.(event, wireOf(body))];
    });
    expect(identities).toEqual([
      ['Group.CallbackAfterSendMsg', ['@TGS#2J4SZEAEL', 123, 1490686222]],
      ['Group.CallbackBeforeSendMsg', undefined],
      ['Group.CallbackAfterSendMsg', ['@TGS#2J4SZEAEL', 123, 1490686222]],
    ]);
  });
});
